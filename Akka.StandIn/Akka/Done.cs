namespace Akka;

/// <summary>Says that something has completed, where there is no value to hand over.</summary>
public sealed class Done
{
    public static readonly Done Instance = new();

    private Done()
    {
    }
}
