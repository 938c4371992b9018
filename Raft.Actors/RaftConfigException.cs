namespace Raft.Actors;

/// <summary>A setting cannot be used. The message names the key, the value and what is wrong with it.</summary>
public sealed class RaftConfigException(string key, string value, string problem)
    : Exception($"{key} = {value}: {problem}")
{
    /// <summary>The setting's full path, such as <c>raft.heartbeat-interval</c>.</summary>
    public string Key => key;

    /// <summary>The value as it stands in the configuration.</summary>
    public string Value => value;

    /// <summary>What is wrong with it.</summary>
    public string Problem => problem;
}
