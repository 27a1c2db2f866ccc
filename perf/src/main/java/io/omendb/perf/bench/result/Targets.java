package io.omendb.perf.bench.result;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** The targets of all issues, from the one file that has them. */
public final class Targets {
    private static final String FILE = "targets.txt";
    private static final int COLUMN_COUNT = 7;

    private final List<Target> all;

    private Targets(List<Target> all) {
        this.all = all;
    }

    /** Reads the file. A line of it that cannot be read fails. */
    public static Targets read() throws IOException {
        List<Target> targets = new ArrayList<>();
        try (InputStream file = Targets.class.getResourceAsStream(FILE)) {
            if (file == null) {
                throw new IOException("there is no " + FILE);
            }
            BufferedReader lines =
                    new BufferedReader(new InputStreamReader(file, StandardCharsets.UTF_8));
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                if (!line.isBlank() && !line.startsWith("#")) {
                    targets.add(parse(line));
                }
            }
        }
        return new Targets(targets);
    }

    public List<Target> all() {
        return all;
    }

    /** Each target of a workload, held against what was measured. */
    public List<Verdict> judge(String workload, long rows, List<Metric> metrics) {
        return all.stream()
                .filter(target -> target.workload().equals(workload))
                .map(target -> target.judge(rows, metrics))
                .toList();
    }

    private static Target parse(String line) throws IOException {
        String[] columns = line.split("\\|", -1);
        if (columns.length != COLUMN_COUNT) {
            throw new IOException(FILE + " has a line of " + columns.length + " columns: " + line);
        }
        for (int i = 0; i < columns.length; i++) {
            columns[i] = columns[i].strip();
        }
        return new Target(
                Integer.parseInt(columns[0]),
                columns[1],
                Long.parseLong(columns[2]),
                columns[3],
                columns[4],
                columns[5],
                Double.parseDouble(columns[6]));
    }
}
