using Raft.Actors.Node;

namespace Raft.Specs.Node;

/// <summary>An observer that keeps every picture once it is opened.</summary>
internal sealed class WatchfulEye : INodeObserver
{
    private readonly List<NodePicture> _pictures = [];

    public bool IsWatched { get; set; }

    public IReadOnlyList<NodePicture> Pictures => _pictures;

    public void Turned(NodePicture picture) => _pictures.Add(picture);
}
