package io.omendb.server;

import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** The command line of the server. */
@Command(
        name = "omendb",
        mixinStandardHelpOptions = true,
        version = "omendb 0.1.0",
        description = "A PostgreSQL-wire database.")
public final class Omendb implements Runnable {
    @Spec private CommandSpec spec = CommandSpec.create();

    private Omendb() {}

    /** Runs the command and exits with its status. */
    public static void main(String[] args) {
        StopSignal signal = new StopSignal();
        signal.install();
        CommandLine line = new CommandLine(new Omendb());
        line.addSubcommand(new Serve(new EngineOpener(), signal));
        int code = line.execute(args);
        signal.finished(code);
        System.exit(code);
    }

    /** Without a verb the program says what verbs there are. */
    @Override
    public void run() {
        spec.commandLine().usage(spec.commandLine().getOut());
    }
}
