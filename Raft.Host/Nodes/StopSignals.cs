using System.Runtime.InteropServices;

namespace Raft.Host.Nodes;

/// <summary>Ctrl-C, SIGTERM and a closed terminal, as one token; the process then ends when its work says so.</summary>
internal sealed class StopSignals : IDisposable
{
    private readonly CancellationTokenSource _stop = new();
    private readonly List<PosixSignalRegistration> _registrations = [];

    public StopSignals()
    {
        foreach (var signal in new[] { PosixSignal.SIGINT, PosixSignal.SIGTERM, PosixSignal.SIGHUP })
            _registrations.Add(PosixSignalRegistration.Create(signal, Stop));
    }

    public CancellationToken Token => _stop.Token;

    /// <summary>Stops as if a signal had come.</summary>
    public void Stop() => _stop.Cancel();

    public void Dispose()
    {
        _registrations.ForEach(registration => registration.Dispose());
        _stop.Dispose();
    }

    private void Stop(PosixSignalContext signal)
    {
        signal.Cancel = true;
        Stop();
    }
}
