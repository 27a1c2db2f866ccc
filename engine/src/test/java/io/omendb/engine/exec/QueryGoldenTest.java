package io.omendb.engine.exec;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.omendb.engine.exec.GoldenScript.Block;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import java.io.IOException;
import java.util.stream.Stream;

/** Statements one after the other against one database, compared with what PostgreSQL answers. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class QueryGoldenTest {
    private TestDatabase database;

    @BeforeAll
    void open() {
        database = new TestDatabase();
    }

    @AfterAll
    void close() {
        database.close();
    }

    static Stream<Block> blocks() throws IOException {
        return GoldenScript.read("queries.golden").blocks().stream();
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("blocks")
    void shouldAnswerAsPostgres(Block block) {
        assertEquals(block.rows(), database.run(block.sql()));
    }
}
