package io.omendb.differential;

import java.util.ArrayList;
import java.util.List;

/** Where the two answered differently: the lines that only one of them gave. */
record Difference(String script, String statement, String postgresql, String omendb) {
    private static final String NOTHING = "-";

    /** The difference in the shape of the file of accepted ones. */
    String asEntry(String reason) {
        return "reason: "
                + reason
                + "\nscript: "
                + script
                + "\nstatement: "
                + statement
                + "\npostgresql: "
                + postgresql
                + "\nomendb: "
                + omendb
                + "\n";
    }

    static Difference between(String script, Step step, Answer postgresql, Answer omendb) {
        List<String> left = postgresql.lines(step.ordered());
        List<String> right = omendb.lines(step.ordered());
        String onlyLeft = without(left, right);
        String onlyRight = without(right, left);
        boolean permuted = onlyLeft.equals(NOTHING) && onlyRight.equals(NOTHING);
        return new Difference(
                script,
                step.title(),
                permuted ? String.join(" / ", left) : onlyLeft,
                permuted ? String.join(" / ", right) : onlyRight);
    }

    private static String without(List<String> lines, List<String> others) {
        List<String> rest = new ArrayList<>(lines);
        others.forEach(rest::remove);
        return rest.isEmpty() ? NOTHING : String.join(" / ", rest);
    }
}
