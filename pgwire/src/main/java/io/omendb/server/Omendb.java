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
    /** How much the log says; read when the first logger is made. */
    private static final String LOG_LEVEL = "org.slf4j.simpleLogger.log.io.omendb";

    @Spec private CommandSpec spec = CommandSpec.create();

    private Omendb() {}

    /** Runs the command and exits with its status. */
    public static void main(String[] args) {
        if (System.getProperty(LOG_LEVEL) == null) {
            System.setProperty(LOG_LEVEL, "info");
        }
        StopSignal signal = new StopSignal();
        signal.install();
        int code = ExitStatus.FAILED.code();
        try {
            CommandLine line = new CommandLine(new Omendb());
            line.addSubcommand(new Serve(new EngineOpener(), signal));
            code = line.execute(args);
        } finally {
            // Also when an Error leaves: the end of the JVM waits for this word.
            signal.finished(code);
        }
        System.exit(code);
    }

    /** Without a verb the program says what verbs there are. */
    @Override
    public void run() {
        spec.commandLine().usage(spec.commandLine().getOut());
    }
}
