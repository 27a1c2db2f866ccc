package io.omendb.engine.exec;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/**
 * A script of statements with the rows that PostgreSQL gives for them: blocks apart by an empty
 * line, each a statement, a line of dashes and the rows; lines that begin with # say what follows.
 */
record GoldenScript(List<Block> blocks) {
    record Block(String title, String sql, List<String> rows) {
        @Override
        public String toString() {
            return title + ": " + sql;
        }
    }

    static GoldenScript read(String resource) throws IOException {
        String text;
        try (InputStream in = GoldenScript.class.getResourceAsStream(resource)) {
            if (in == null) {
                throw new IOException("no resource " + resource);
            }
            text = new String(in.readAllBytes(), StandardCharsets.UTF_8);
        }
        List<Block> blocks = new ArrayList<>();
        String title = "";
        for (String block : text.strip().split("\n\n")) {
            List<String> statement = new ArrayList<>();
            List<String> rows = new ArrayList<>();
            boolean inRows = false;
            for (String line : block.split("\n", -1)) {
                if (inRows) {
                    rows.add(line);
                } else if (line.startsWith("#")) {
                    title = line.substring(1).strip();
                } else if (line.equals("----")) {
                    inRows = true;
                } else {
                    statement.add(line);
                }
            }
            blocks.add(new Block(title, String.join("\n", statement), rows));
        }
        return new GoldenScript(blocks);
    }
}
