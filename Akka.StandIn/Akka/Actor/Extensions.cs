namespace Akka.Actor;

public interface IExtension
{
}

public interface IExtensionId
{
    Type ExtensionType { get; }

    object Apply(ActorSystem system);

    object Get(ActorSystem system);

    object CreateExtension(ExtendedActorSystem system);
}

public interface IExtensionId<out T> : IExtensionId where T : IExtension
{
    new T Apply(ActorSystem system);

    new T Get(ActorSystem system);

    new T CreateExtension(ExtendedActorSystem system);
}

/// <summary>How an actor system makes its one instance of an extension, and how it is found again.</summary>
public abstract class ExtensionIdProvider<T> : IExtensionId<T> where T : IExtension
{
    public Type ExtensionType => typeof(T);

    public T Apply(ActorSystem system) => (T)system.RegisterExtension(this);

    public T Get(ActorSystem system) => (T)system.GetExtension(this);

    public abstract T CreateExtension(ExtendedActorSystem system);

    object IExtensionId.Apply(ActorSystem system) => Apply(system);

    object IExtensionId.Get(ActorSystem system) => Get(system);

    object IExtensionId.CreateExtension(ExtendedActorSystem system) => CreateExtension(system)!;

    public override bool Equals(object? obj) => obj is T;

    public override int GetHashCode() => typeof(T).GetHashCode();
}

public static class ActorSystemWithExtensions
{
    public static T WithExtension<T>(this ActorSystem system) where T : class, IExtension => system.GetExtension<T>();

    public static T WithExtension<T>(this ActorSystem system, Type extensionId) where T : class, IExtension =>
        system.TryGetExtension<T>(out var extension)
            ? extension!
            : (T)system.RegisterExtension((IExtensionId)Activator.CreateInstance(extensionId)!);

    public static T WithExtension<T, TI>(this ActorSystem system) where T : class, IExtension where TI : IExtensionId =>
        system.WithExtension<T>(typeof(TI));
}
