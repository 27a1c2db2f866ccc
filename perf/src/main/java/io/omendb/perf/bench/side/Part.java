package io.omendb.perf.bench.side;

/** What the bytes of a table and its key are for. */
public enum Part {
    /** The table and its key, all that is below. */
    ALL("row and key"),
    ROW("row"),
    ROW_VALUES("row: values"),
    ROW_HEADERS("row: headers"),
    ROW_FREE("row: free"),
    ROW_VERSIONS("row: versions"),
    KEY("key"),
    KEY_ENTRIES("key: entries"),
    KEY_GAPS("key: gaps"),
    KEY_HEADERS("key: headers");

    private final String words;

    Part(String words) {
        this.words = words;
    }

    /** What its bytes are counted by. */
    public String unit() {
        return compareTo(KEY) < 0 ? "bytes/row" : "bytes/key";
    }

    /** As figures have it. */
    @Override
    public String toString() {
        return words;
    }
}
