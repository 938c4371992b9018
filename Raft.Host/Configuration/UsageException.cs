namespace Raft.Host.Configuration;

/// <summary>Something in the user's hands is wrong: told in one line on standard error, exit code 2.</summary>
public sealed class UsageException(string message) : Exception(message);

/// <summary>A setting is wrong; <see cref="ConfigSource"/> knows where it was set and makes one line of it.</summary>
public sealed class SettingException(string key, string value, string problem)
    : Exception($"{key} = {value}: {problem}")
{
    /// <summary>The setting's full name.</summary>
    public string Key => key;

    /// <summary>What it was set to.</summary>
    public string Value => value;

    /// <summary>What is wrong with that, as the end of a sentence.</summary>
    public string Problem => problem;
}
