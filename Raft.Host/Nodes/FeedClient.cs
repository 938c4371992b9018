using Raft.Actors.Node;

namespace Raft.Host.Nodes;

/// <summary>
/// One listener of a <see cref="NodeFeed"/>. It keeps the latest picture and a bounded line of news, so that a slow
/// listener loses news and never memory, and never holds up the node.
/// </summary>
internal sealed class FeedClient : IDisposable
{
    private const int MostNews = 256;

    private readonly Lock _gate = new();
    private readonly Queue<FeedNews> _news = new();
    private readonly SemaphoreSlim _something = new(0, 1);
    private NodePicture? _picture;
    private long _dropped;

    /// <summary>Takes what a turn brought.</summary>
    public void Offer(NodePicture picture, IReadOnlyList<FeedNews> news, long skipped)
    {
        lock (_gate)
        {
            _picture = picture;
            _dropped += skipped;
            foreach (var item in news)
            {
                _news.Enqueue(item);
                if (_news.Count <= MostNews)
                    continue;
                _news.Dequeue();
                _dropped++;
            }
            if (_something.CurrentCount == 0)
                _something.Release();
        }
    }

    /// <summary>Waits for something to tell, for so long at most.</summary>
    public Task<bool> Wait(TimeSpan patience, CancellationToken cancel) => _something.WaitAsync(patience, cancel);

    /// <summary>Everything since the last call.</summary>
    public (NodePicture? Picture, IReadOnlyList<FeedNews> News, long Dropped) Take()
    {
        lock (_gate)
        {
            var taken = (_picture, (IReadOnlyList<FeedNews>)[.. _news], _dropped);
            (_picture, _dropped) = (null, 0);
            _news.Clear();
            return taken;
        }
    }

    public void Dispose() => _something.Dispose();
}
