namespace Raft.Actors.Replicated;

/// <summary>
/// Pages of a container. A page carries the position of the container's last write, so that a reader of several pages
/// sees when they are not of one moment: <c>Numbers</c> is that position and the whole length, <c>Blobs</c> are the
/// keys and values.
/// </summary>
internal static class ContainerPage
{
    public static ContainerFrame Of(DictionaryContainer? dictionary, ContainerOp what, long from, long limit)
    {
        if (dictionary is null)
            return ContainerFrame.Done(0, 0);
        var page = new Page(limit);
        for (var at = from; at < dictionary.ByPlace.Count; at++)
        {
            var item = dictionary.ByPlace[(int)at];
            var fits = what switch
            {
                ContainerOp.PageOfKeys => page.Take(item.Key),
                ContainerOp.PageOfValues => page.Take(item.Value),
                _ => page.Take(item.Key, item.Value),
            };
            if (!fits)
                break;
        }

        return ContainerFrame.Done([dictionary.WrittenAt, dictionary.ByPlace.Count], page.Blobs);
    }

    public static ContainerFrame Of(ListContainer? list, long from, long limit)
    {
        if (list is null)
            return ContainerFrame.Done(0, 0);
        var page = new Page(limit);
        for (var at = from; at < list.Items.Count && page.Take(list.Items[(int)at]); at++)
        {
            // The page takes it, or is full.
        }

        return ContainerFrame.Done([list.WrittenAt, list.Items.Count], page.Blobs);
    }

    private sealed class Page(long limit)
    {
        private readonly long _limit = Math.Clamp(limit, 1, ContainerLimits.MaxPageItems);
        private long _items;
        private long _bytes;

        public List<ReadOnlyMemory<byte>> Blobs { get; } = [];

        public bool Take(params ReadOnlySpan<ReadOnlyMemory<byte>> parts)
        {
            foreach (var part in parts)
                _bytes += part.Length;
            if (_items > 0 && (_items >= _limit || _bytes > ContainerLimits.MaxPageBytes))
                return false;
            _items++;
            Blobs.AddRange(parts);
            return true;
        }
    }
}
