package io.omendb.perf.bench.side;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.LinkedHashMap;
import java.util.Map;
import org.h2.jdbcx.JdbcDataSource;

/**
 * H2 in this process. Its store writes at each commit when the write delay is 0, and does not force
 * what it wrote: a commit of it survives the process, not always the machine.
 */
public final class H2Side implements FootprintSide {
    private static final String SETTING =
            "SELECT setting_value FROM information_schema.settings WHERE setting_name = ";

    private final JdbcDataSource source = new JdbcDataSource();

    /** Keeps the database open between clients. */
    private final Connection first;

    /**
     * @param directory of its own
     */
    public H2Side(Path directory) throws SQLException {
        source.setURL(
                "jdbc:h2:file:"
                        + directory.resolve("h2").toAbsolutePath()
                        + ";WRITE_DELAY=0;CACHE_SIZE=1048576;LOCK_TIMEOUT=60000");
        first = source.getConnection();
    }

    @Override
    public Client connect() throws SQLException {
        return new JdbcClient(source.getConnection(), JdbcClient::loadByInserts);
    }

    @Override
    public Map<String, String> facts() throws SQLException {
        Map<String, String> facts = new LinkedHashMap<>();
        facts.put("version", Jdbc.ask(first, "SELECT h2version()"));
        facts.put("WRITE_DELAY", Jdbc.ask(first, SETTING + "'WRITE_DELAY'"));
        facts.put("CACHE_SIZE", Jdbc.ask(first, SETTING + "'info.CACHE_MAX_SIZE'"));
        facts.put("forced at commit", "no: H2 has no setting for it");
        facts.put("bulk load", "prepared INSERT, one transaction");
        return facts;
    }

    @Override
    public String footprintSource() {
        return "pages of its file, by DISK_SPACE_USED";
    }

    /** Rows and key are one: a key of one bigint is what H2 finds its rows by. */
    @Override
    public Footprint footprint() throws SQLException {
        Jdbc.execute(first, "CHECKPOINT SYNC");
        return new Footprint()
                .with(
                        Part.ALL,
                        Long.parseLong(Jdbc.ask(first, "SELECT DISK_SPACE_USED('MEASUREMENT')")));
    }

    @Override
    public void close() throws SQLException {
        first.close();
    }
}
