package io.omendb.perf;

import io.omendb.perf.bench.BenchCommand;
import io.omendb.perf.demo.DemoCommand;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/**
 * The command line of what measures and shows OmenDB beside others: each verb is a subcommand.
 * {@code scripts/omendb} starts it with the class path of this module, which the server's jar does
 * not hold.
 */
@Command(
        name = "omendb",
        description = "Shows and measures OmenDB.",
        mixinStandardHelpOptions = true,
        subcommands = {DemoCommand.class, BenchCommand.class})
public final class Perf implements Runnable {
    @Spec private CommandSpec spec;

    /** Ends the process with the status of the verb. */
    public static void main(String[] arguments) {
        System.exit(new CommandLine(new Perf()).execute(arguments));
    }

    @Override
    public void run() {
        throw new ParameterException(spec.commandLine(), "a verb is missing");
    }
}
