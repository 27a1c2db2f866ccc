package io.omendb.server;

import picocli.CommandLine;
import picocli.CommandLine.Command;

/** The command line of the server. */
@Command(
        name = "omendb",
        mixinStandardHelpOptions = true,
        version = "omendb 0.1.0",
        description = "A PostgreSQL-wire database.")
public final class Omendb implements Runnable {
    @CommandLine.Spec private CommandLine.Model.@org.jspecify.annotations.Nullable CommandSpec spec;

    private Omendb() {}

    /** Runs the command and exits with its status. */
    public static void main(String[] args) {
        System.exit(new CommandLine(new Omendb()).execute(args));
    }

    @Override
    public void run() {
        if (spec != null) {
            spec.commandLine().usage(spec.commandLine().getOut());
        }
    }
}
