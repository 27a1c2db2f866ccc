package io.omendb.perf.bench.side;

/** The statements, the same text for every engine; parameters stand as {@code ?}. */
final class Sql {
    static final String DROP = "DROP TABLE IF EXISTS measurement";
    static final String CREATE =
            "CREATE TABLE measurement"
                    + " (id bigint PRIMARY KEY, reading double precision, sensor_id int)";
    static final String CREATE_WITHOUT_KEY =
            "CREATE TABLE measurement (id bigint, reading double precision, sensor_id int)";
    static final String ADD_KEY = "ALTER TABLE measurement ADD PRIMARY KEY (id)";
    static final String INSERT =
            "INSERT INTO measurement (id, reading, sensor_id) VALUES (?, ?, ?)";
    static final String COPY = "COPY measurement (id, reading, sensor_id) FROM STDIN";
    static final String UPDATE = "UPDATE measurement SET reading = ? WHERE id = ?";
    static final String POINT = "SELECT id, reading, sensor_id FROM measurement WHERE id = ?";
    static final String RANGE =
            "SELECT id, reading, sensor_id FROM measurement WHERE id >= ? AND id < ?";
    static final String AGGREGATE =
            "SELECT sensor_id, count(*), avg(reading), min(reading), max(reading) FROM measurement"
                    + " GROUP BY sensor_id";
    static final String CHANGE_TENTH =
            "UPDATE measurement SET reading = reading + 1 WHERE sensor_id % 10 = 0";
    static final String ALL = "SELECT id, reading, sensor_id FROM measurement";
    static final String SUM = "SELECT sum(reading) FROM measurement";

    private Sql() {}

    /** With the parameters as the engine's own API numbers them. */
    static String numbered(String sql) {
        StringBuilder numbered = new StringBuilder(sql.length());
        int number = 0;
        for (int i = 0; i < sql.length(); i++) {
            if (sql.charAt(i) == '?') {
                number++;
                numbered.append('$').append(number);
            } else {
                numbered.append(sql.charAt(i));
            }
        }
        return numbered.toString();
    }
}
