using System.Xml.Linq;
using IntelShare.Indicators;

namespace IntelShare.Tests;

public sealed class The_house_rules
{
    private const int LongestFile = 250;

    /// <summary>The rooms of the law and what each may lean on. Audit, Members and Unicode stand on the ground.</summary>
    private static readonly Dictionary<string, string[]> Law = new(StringComparer.Ordinal)
    {
        // Words that every room uses stand beside the rooms and lean on none.
        [""] = [],
        ["Members"] = [],
        ["Audit"] = [],
        ["Unicode"] = [],
        ["Indicators"] = ["Members", "Unicode"],
        ["Access"] = ["Indicators", "Members"],
        ["Lexicon"] = ["Access", "Indicators", "Members"],
        ["Search"] = ["Access", "Indicators", "Members"],
        ["Disclosure"] = ["Access", "Indicators", "Members"],
        ["Keeping"] = ["Access", "Indicators", "Members"],
        ["Exchange"] = ["Access", "Indicators", "Members"],
        ["Scan"] = ["Indicators", "Members", "Unicode"],
        ["Stix"] = ["Access", "Indicators", "Members"],
        ["Misp"] = ["Access", "Indicators", "Members", "Stix"],
    };

    [Fact]
    public void let_the_law_reference_no_package_and_no_project()
    {
        var project = XDocument.Load(Path.Combine(House.Root, "src/IntelShare/IntelShare.csproj"));
        Assert.DoesNotContain(project.Descendants(), element => element.Name.LocalName is "PackageReference" or "ProjectReference" or "FrameworkReference" or "Reference");
        Assert.All(typeof(Indicator).Assembly.GetReferencedAssemblies(), assembly => Assert.StartsWith("System.", assembly.Name, StringComparison.Ordinal));
    }

    /// <summary>It is given to partners: neither the hub's code nor anybody else's comes with it.</summary>
    [Fact]
    public void let_the_client_library_reference_no_package_and_no_project() =>
        Assert.DoesNotContain(XDocument.Load(Path.Combine(House.Root, "src/IntelShare.Client/IntelShare.Client.csproj")).Descendants(), element => element.Name.LocalName is "PackageReference" or "ProjectReference" or "FrameworkReference" or "Reference");

    [Fact]
    public void let_the_law_have_no_clock_no_file_and_no_network() =>
        Assert.DoesNotContain(House.Sources("src/IntelShare"), source => House.Has(House.Code(source.Text), @"\bTimeProvider\b|\bFile\.|\bHttpClient\b|\bSocket\b|\bEnvironment\.|\bRandom\b|\bTask<"));

    [Fact]
    public void let_every_room_of_the_law_lean_only_downwards()
    {
        var rooms = House.Sources("src/IntelShare").Select(source => (Room: House.Room(source.Path), source.Path, Code: House.Code(source.Text))).ToArray();
        Assert.All(rooms, file => Assert.Contains(file.Room, Law.Keys));
        var upward =
            from file in rooms
            from other in Law.Keys
            where other.Length > 0 && other != file.Room && !Law[file.Room].Contains(other) && House.Has(file.Code, $@"(?<![\w.]){other}\.[A-Z]|IntelShare\.{other}\b(?!;)|using IntelShare\.{other}\b")
            select $"{file.Path} leans on {other}";
        Assert.Empty(upward);
        Assert.All(Law, room => Assert.All(room.Value, below => Assert.DoesNotContain(room.Key, Law[below])));
    }

    [Fact]
    public void let_namespaces_be_folders()
    {
        var strays =
            from source in House.Sources("src").Concat(House.Sources("tests"))
            from stated in House.Find(source.Text, @"^namespace (?<n>[\w.]+);")
            where stated != string.Join('.', source.Path.Split('/')[1..^1])
            select $"{source.Path} says {stated}";
        Assert.Empty(strays);
    }

    [Fact]
    public void keep_the_plumbing_below_the_rooms()
    {
        var rooms = ApiRooms();
        var upward =
            from source in House.Sources("src/IntelShare.Api/Host")
            from room in rooms
            where House.Code(source.Text).Contains("IntelShare.Api." + room, StringComparison.Ordinal)
            select $"{source.Path} leans on {room}";
        Assert.Empty(upward);
    }

    /// <summary>A room is entered through <c>Routes.cs</c>. What rooms may share is how a record is seen, and how its owner changes it.</summary>
    [Fact]
    public void let_rooms_of_the_counter_share_a_record_and_nothing_else()
    {
        var files = House.Sources("src/IntelShare.Api").Where(source => ApiRooms().Contains(House.Room(source.Path))).Select(source => (source.Path, Room: House.Room(source.Path), Code: House.Code(source.Text))).ToArray();
        var types = files.SelectMany(file => House.Find(file.Code, @"\b(class|record struct|record|struct|interface|enum) (?<n>[A-Z]\w*)").Select(type => (file.Path, file.Room, Name: type))).ToArray();
        var crossings =
            from file in files
            from type in types
            where type.Room != file.Room && Path.GetFileName(type.Path) is not ("Views.cs" or "Sight.cs" or "OwnRecord.cs")
                && file.Code.Contains("using IntelShare.Api." + type.Room, StringComparison.Ordinal) && House.Has(file.Code, $@"(?<![\w.]){type.Name}\b")
                && !types.Any(own => own.Room == file.Room && own.Name == type.Name)
            select $"{file.Path} uses {type.Name} of {type.Room}";
        Assert.Empty(crossings);
        Assert.Empty(files.SelectMany(file => ApiRooms().Where(room => room != file.Room && room != "Indicators" && file.Code.Contains("using IntelShare.Api." + room, StringComparison.Ordinal)).Select(room => $"{file.Path} leans on {room}")));
    }

    [Fact]
    public void let_one_door_write() =>
        Assert.Equal(
            ["src/IntelShare.Api/Host/Store/Streams.cs"],
            House.Sources("src").Where(source => House.Has(House.Code(source.Text), @"\.(SaveChanges(Async)?|StartStream|Append(Many|One|Optimistic|Exclusive)?|AppendAsync)\s*[(<]") && source.Text.Contains("Marten", StringComparison.Ordinal)).Select(source => source.Path));

    [Fact]
    public void give_every_kind_a_test_and_a_sample()
    {
        foreach (var kind in Kind.All.Keys)
        {
            Assert.True(File.Exists(Path.Combine(House.Root, "tests/IntelShare.Tests/samples", kind + ".json")), $"{kind} has no sample");
            Assert.Contains(Directory.GetFiles(Path.Combine(House.Root, "tests/IntelShare.Tests/Indicators/Kinds"), "*.cs"),
                file => House.Has(Path.GetFileName(file), $@"^An?_{kind.Replace('-', '_')}\.cs$"));
        }
    }

    [Fact]
    public void keep_files_short()
    {
        var longer = House.Sources("src").Where(source => source.Text.AsSpan().Count('\n') > LongestFile).Select(source => source.Path).ToArray();
        Assert.Empty(longer);
    }

    [Fact]
    public void know_no_names_that_say_nothing() =>
        Assert.DoesNotContain(House.Sources("src").Concat(House.Sources("tests")),
            source => House.Has(source.Path, @"(Service|Manager|Helper|Handler|Dto|Impl|Base|Util|Utils)\.cs$|/(Common|Shared|Utils|Helpers|Services)/"));

    private static string[] ApiRooms() =>
        [.. House.Sources("src/IntelShare.Api").Select(source => House.Room(source.Path)).Where(room => room is not ("" or "Host" or "Properties")).Distinct(StringComparer.Ordinal)];
}
