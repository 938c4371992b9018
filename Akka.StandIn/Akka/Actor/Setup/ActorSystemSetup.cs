using System.Collections.Immutable;
using Akka.Configuration;
using Akka.Util;

namespace Akka.Actor.Setup
{
    /// <summary>Settings given to an actor system in code, one per type.</summary>
    public abstract class Setup
    {
        public ActorSystemSetup And(Setup other) => ActorSystemSetup.Create(this, other);
    }

    public sealed class ActorSystemSetup
    {
        public static readonly ActorSystemSetup Empty = new(ImmutableDictionary<Type, Setup>.Empty);

        private readonly ImmutableDictionary<Type, Setup> _setups;

        private ActorSystemSetup(ImmutableDictionary<Type, Setup> setups)
        {
            _setups = setups;
        }

        public static ActorSystemSetup Create(params Setup[] setup) =>
            new(setup.Aggregate(Empty._setups, (all, each) => all.SetItem(each.GetType(), each)));

        public Option<T> Get<T>() where T : Setup =>
            _setups.TryGetValue(typeof(T), out var setup) ? (T)setup : Option<T>.None;

        public ActorSystemSetup WithSetup<T>(T setup) where T : Setup => new(_setups.SetItem(typeof(T), setup));

        public ActorSystemSetup And<T>(T setup) where T : Setup => WithSetup(setup);

        public override string ToString() =>
            $"ActorSystemSetup({string.Join(",", _setups.Keys.Select(type => type.FullName))})";
    }
}

namespace Akka.Actor
{
    /// <summary>What an actor system must know before anything else.</summary>
    public sealed class BootstrapSetup : Setup.Setup
    {
        private BootstrapSetup(Option<Config> config, Option<ProviderSelection> provider)
        {
            Config = config;
            ActorRefProvider = provider;
        }

        public Option<Config> Config { get; }

        public Option<ProviderSelection> ActorRefProvider { get; }

        public static BootstrapSetup Create() => new(Option<Config>.None, Option<ProviderSelection>.None);

        public BootstrapSetup WithConfig(Config config) => new(config, ActorRefProvider);

        public BootstrapSetup WithConfigFallback(Config config) =>
            WithConfig(Config.HasValue ? Config.Value.WithFallback(config) : config);

        public BootstrapSetup WithActorRefProvider(ProviderSelection name) => new(Config, name);
    }

    public abstract class ProviderSelection
    {
        private protected ProviderSelection(string identifier, string typeName, bool hasCluster)
        {
            Identifier = identifier;
            TypeName = typeName;
            HasCluster = hasCluster;
        }

        internal string Identifier { get; }

        internal string TypeName { get; }

        internal bool HasCluster { get; }

        internal static ProviderSelection Parse(string? text) => text switch
        {
            null or "" or "local" => Local.Instance,
            "remote" => Remote.Instance,
            "cluster" => Cluster.Instance,
            _ => new Custom(text),
        };

        public sealed class Local : ProviderSelection
        {
            public static readonly Local Instance = new();

            private Local() : base("local", "Akka.Actor.LocalActorRefProvider", false)
            {
            }
        }

        public sealed class Remote : ProviderSelection
        {
            public static readonly Remote Instance = new();

            private Remote() : base("remote", "Akka.Remote.RemoteActorRefProvider, Akka.Remote", false)
            {
            }
        }

        public sealed class Cluster : ProviderSelection
        {
            public static readonly Cluster Instance = new();

            private Cluster() : base("cluster", "Akka.Cluster.ClusterActorRefProvider, Akka.Cluster", true)
            {
            }
        }

        public sealed class Custom : ProviderSelection
        {
            public Custom(string fqn, string? identifier = null, bool hasCluster = false)
                : base(identifier ?? fqn, fqn, hasCluster)
            {
            }
        }
    }
}
