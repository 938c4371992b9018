using System.Buffers;
using System.Buffers.Binary;

namespace Akka.Remote.Transport;

internal enum Posted
{
    Yes,
    Full,
    Closed,
}

/// <summary>
/// What waits to be written to one connection. Any thread posts; one work item at a time drains, and everything that
/// was posted while a write was under way shares the next one. An outbox may be filled before its connection exists.
/// </summary>
/// <remarks>
/// Its bound counts bytes that are waiting and bytes in the write under way: 64 MiB, or sixteen of the largest
/// messages where that is more. Over it <see cref="Post"/> says <see cref="Posted.Full"/>.
/// </remarks>
internal sealed class Outbox : IThreadPoolWorkItem
{
    private const int SmallestBound = 64 * 1024 * 1024;
    private const int FramesWithinBound = 16;
    private const int BufferWorthKeeping = 4 * 1024 * 1024;

    private readonly Lock _sync = new();
    private readonly long _bound;
    private readonly bool _batching;
    private ArrayBufferWriter<byte> _waiting = new();
    private ArrayBufferWriter<byte> _leaving = new();
    private Action<Exception>? _onError;
    private Stream? _stream;
    private TaskCompletionSource? _empty;
    private bool _draining;
    private bool _closed;

    public Outbox(TcpSettings settings)
    {
        _batching = settings.Batching;
        _bound = Math.Max(SmallestBound, (long)FramesWithinBound * settings.MaximumFrameSize);
        _bound = Math.Min(_bound, Array.MaxLength / 2);
    }

    public int MessagesWaiting { get; private set; }

    public Posted Post(in OutgoingMessage message, int size)
    {
        lock (_sync)
        {
            if (_closed)
                return Posted.Closed;
            var frame = Wire.PrefixSize + size;
            if (_waiting.WrittenCount + _leaving.WrittenCount + (long)frame > _bound)
                return Posted.Full;
            Wire.WriteMessage(_waiting.GetSpan(frame)[..frame], message, size);
            _waiting.Advance(frame);
            MessagesWaiting++;
            Kick();
            return Posted.Yes;
        }
    }

    /// <summary>Appends whole frames as they are: control frames, or what another outbox had left.</summary>
    public void PostRaw(ReadOnlySpan<byte> frames)
    {
        lock (_sync)
        {
            if (_closed)
                return;
            _waiting.Write(frames);
            Kick();
        }
    }

    /// <summary>A sign of life, unless something that shows as much is about to be written anyway.</summary>
    public void PostHeartbeat()
    {
        lock (_sync)
        {
            if (_draining || _closed)
                return;
            _waiting.Write(Wire.Heartbeat);
            Kick();
        }
    }

    /// <summary>Connects the outbox with its stream, once.</summary>
    public void Attach(Stream stream, Action<Exception> onError)
    {
        lock (_sync)
        {
            _stream = stream;
            _onError = onError;
            Kick();
        }
    }

    /// <summary>Completes when everything posted so far has been handed to the socket, or never will be.</summary>
    public Task Flushed()
    {
        lock (_sync)
        {
            if (_closed || (_waiting.WrittenCount == 0 && !_draining))
                return Task.CompletedTask;
            return (_empty ??= new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously)).Task;
        }
    }

    /// <summary>Refuses everything from now on and returns the frames that no write has begun with.</summary>
    public byte[] Close()
    {
        lock (_sync)
        {
            if (_closed)
                return [];
            _closed = true;
            _empty?.TrySetResult();
            var left = _waiting.WrittenSpan.ToArray();
            _waiting = new ArrayBufferWriter<byte>();
            return left;
        }
    }

    public void Execute() => _ = Drain();

    private void Kick()
    {
        if (_draining || _stream is null || _waiting.WrittenCount == 0)
            return;
        _draining = true;
        ThreadPool.UnsafeQueueUserWorkItem(this, preferLocal: false);
    }

    private async Task Drain()
    {
        try
        {
            while (TakeWaiting() is { Length: > 0 } frames)
            {
                if (_batching)
                    await _stream!.WriteAsync(frames).ConfigureAwait(false);
                else
                    await WriteOneByOne(frames).ConfigureAwait(false);
            }
        }
        catch (Exception e)
        {
            _onError!(e);
        }
    }

    private async Task WriteOneByOne(ReadOnlyMemory<byte> frames)
    {
        while (frames.Length > 0)
        {
            var frame = Wire.PrefixSize + BinaryPrimitives.ReadInt32LittleEndian(frames.Span);
            await _stream!.WriteAsync(frames[..frame]).ConfigureAwait(false);
            frames = frames[frame..];
        }
    }

    private ReadOnlyMemory<byte> TakeWaiting()
    {
        lock (_sync)
        {
            _leaving.ResetWrittenCount();
            if (_closed || _waiting.WrittenCount == 0)
            {
                Rest();
                return default;
            }
            (_waiting, _leaving) = (_leaving, _waiting);
            MessagesWaiting = 0;
            return _leaving.WrittenMemory;
        }
    }

    /// <summary>A burst's large buffers are given back when it is over, not while it goes on.</summary>
    private void Rest()
    {
        _draining = false;
        _empty?.TrySetResult();
        _empty = null;
        if (_waiting.Capacity > BufferWorthKeeping)
            _waiting = new ArrayBufferWriter<byte>();
        if (_leaving.Capacity > BufferWorthKeeping)
            _leaving = new ArrayBufferWriter<byte>();
    }
}
