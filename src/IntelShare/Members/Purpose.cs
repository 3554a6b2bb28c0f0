namespace IntelShare.Members;

/// <summary>Why information is processed: the closed list of Regulation (EU) 2016/794, Article 18(2)(a) to (d).</summary>
public enum Purpose
{
    /// <summary>Article 18(2)(a): finding links between suspects, means and cases.</summary>
    CrossChecking,

    /// <summary>Article 18(2)(b).</summary>
    StrategicAnalysis,

    /// <summary>Article 18(2)(c): only inside a named project; here, a task force.</summary>
    OperationalAnalysis,

    /// <summary>Article 18(2)(d).</summary>
    InformationExchange,
}
