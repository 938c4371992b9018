using Raft.Host.Cli;

return await CommandLine.Run(args);
