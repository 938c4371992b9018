using System.Globalization;

namespace Raft.Host.Nodes;

/// <summary>What a node says on its console: a line when something changed, never one per heartbeat.</summary>
internal sealed class NodeLog(TextWriter output)
{
    private readonly TextWriter _output = TextWriter.Synchronized(output);

    public void Line(string text)
    {
        var now = DateTime.Now.ToString("HH:mm:ss.fff", CultureInfo.InvariantCulture);
        _output.WriteLine($"{now}  {text}");
    }
}
