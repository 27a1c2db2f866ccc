package io.omendb.server;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.omendb.engine.api.Connection;
import io.omendb.engine.api.Database;
import io.omendb.engine.api.DatabaseConfig;
import io.omendb.engine.storage.FaultPlan;
import io.omendb.engine.storage.FaultyStorage;
import io.omendb.engine.storage.ManualClock;
import io.omendb.engine.storage.MemoryStorage;
import io.omendb.pgwire.net.InMemoryNetwork;
import io.omendb.pgwire.net.Network;
import io.omendb.pgwire.net.WireConfig;
import io.omendb.pgwire.net.WireServer;
import io.omendb.pgwire.testing.ClientMessages;
import io.omendb.pgwire.testing.FaultyNetwork;
import io.omendb.pgwire.testing.ServerMessages;
import java.io.ByteArrayOutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import java.util.function.IntFunction;
import java.util.stream.LongStream;
import org.agrona.concurrent.Agent;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Sessions over a network that carries pieces, stalls and breaks, on one thread from one seed: who
 * is not cut off gets the answers of a perfect network, and what anybody was told is on the disk.
 */
final class FaultyNetworkTest {
    private static final int CLIENTS = 6;
    private static final int ROUNDS = 12;
    private static final int PIPE_BYTES = 700;

    /** So many rounds a write or force takes at most: answers have to wait for them. */
    private static final int POLLS_DELAYED = 40;

    private static final int ANSWERS_PER_CRASH = 5;
    private static final int STEPS_MAX = 2_000_000;
    private static final long NEVER = Long.MAX_VALUE;

    static LongStream seeds() {
        return LongStream.rangeClosed(1, Long.getLong("omendb.network.seeds", 3));
    }

    @ParameterizedTest
    @MethodSource("seeds")
    void shouldAnswerAsOverPerfectNetworkWhenItStallsAndBreaks(long seed) throws Exception {
        List<Client> perfect = run(new SplittableRandom(0), network -> network, "perfect network");
        for (Client client : perfect) {
            assertEquals(ROUNDS, client.acknowledged(), "client " + client.number);
        }
        SplittableRandom random = new SplittableRandom(seed);
        long[] bytesUntilReset = new long[CLIENTS];
        for (int i = 0; i < CLIENTS; i++) {
            bytesUntilReset[i] = i % 2 == 0 ? NEVER : 1 + random.nextInt(12_000);
        }
        IntFunction<Long> resets = number -> bytesUntilReset[number];
        long networkSeed = random.nextLong();
        List<Client> tested =
                run(
                        random,
                        network -> new FaultyNetwork(network, networkSeed, resets),
                        "seed " + seed);
        for (int i = 0; i < CLIENTS; i++) {
            List<String> wanted = perfect.get(i).answers();
            List<String> answers = tested.get(i).answers();
            String where = "seed " + seed + ", client " + i;
            if (bytesUntilReset[i] != NEVER) {
                assertTrue(answers.size() <= wanted.size(), where);
                wanted = wanted.subList(0, answers.size());
            }
            assertEquals(wanted, answers, where);
        }
    }

    private interface Carrier {
        Network over(Network network);
    }

    /** Lets all clients run to their ends; now and then sees what a crash would leave. */
    private static List<Client> run(SplittableRandom random, Carrier carrier, String where)
            throws Exception {
        MemoryStorage disk = new MemoryStorage();
        ManualClock clock = new ManualClock(0);
        List<Client> clients = new ArrayList<>();
        try (Database database =
                Database.open(
                        DatabaseConfig.stepped(
                                new FaultyStorage(
                                        disk,
                                        new FaultPlan().delayPolls(POLLS_DELAYED),
                                        random.nextLong()),
                                clock))) {
            try (Connection connection = database.connect()) {
                connection.execute("create table shared (k int primary key, owner int, v text)");
            }
            InMemoryNetwork memory = new InMemoryNetwork(PIPE_BYTES);
            WireServer server =
                    new WireServer(
                            WireConfig.of(
                                    new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 1),
                            carrier.over(memory),
                            new EngineBackend(database),
                            () -> clock.epochMicros() * 1000,
                            new Random(1));
            List<Agent> agents = server.agents();
            agents.forEach(Agent::onStart);
            for (int i = 0; i < CLIENTS; i++) {
                clients.add(new Client(i, memory.connect(server.address().getPort())));
            }
            for (int steps = 0; clients.stream().anyMatch(client -> !client.isEnded()); steps++) {
                assertTrue(steps < STEPS_MAX, where + ": clients wait for ever");
                boolean received = clients.get(random.nextInt(CLIENTS)).act(random);
                for (Agent agent : agents) {
                    agent.doWork();
                }
                if (random.nextBoolean()) {
                    database.step();
                }
                clock.advance(10, TimeUnit.MICROSECONDS);
                if (received && random.nextInt(ANSWERS_PER_CRASH) == 0) {
                    requireAcknowledged(disk.afterCrash(random), clients, where);
                }
            }
            requireAcknowledged(disk.afterCrash(random), clients, where);
            agents.forEach(Agent::onClose);
        }
        return clients;
    }

    /** The disk as a crash leaves it has every row that a client was told of. */
    private static void requireAcknowledged(
            MemoryStorage disk, List<Client> clients, String where) {
        try (Database database = Database.open(DatabaseConfig.stepped(disk, new ManualClock(0)));
                Connection connection = database.connect()) {
            for (Client client : clients) {
                int acknowledged = client.acknowledged();
                assertEquals(
                        acknowledged,
                        connection.execute(
                                "select k from shared where owner = "
                                        + client.number
                                        + " and k < "
                                        + client.key(acknowledged)),
                        where + ", rows of client " + client.number);
            }
        }
    }

    /**
     * One client: sends its whole script as the network takes it, and takes answers at its pace.
     */
    private static final class Client {
        private final int number;
        private final InMemoryNetwork.Client wire;
        private final byte[] script;
        private final ByteArrayOutputStream received = new ByteArrayOutputStream();
        private int sent;

        Client(int number, InMemoryNetwork.Client wire) {
            this.number = number;
            this.wire = wire;
            this.script = script();
        }

        int key(int round) {
            return 1000 * number + round;
        }

        private byte[] script() {
            ByteArrayOutputStream bytes = new ByteArrayOutputStream();
            List<String> lines = new ArrayList<>();
            lines.add("startup 3.0 user postgres database postgres");
            lines.add("Q \"create table own" + number + " (a int, b text)\"");
            for (int round = 0; round < ROUNDS; round++) {
                String row = "(" + key(round) + ", " + number + ", 'value " + round + "')";
                lines.add("Q \"insert into shared values " + row + "\"");
                lines.add("Q \"insert into shared values " + row + "\"");
                lines.add("P \"\" \"select v, owner from shared where k = $1\"");
                lines.add("B \"\" \"\" values \"" + key(round) + "\"");
                lines.add("E \"\" 0");
                lines.add("S");
                lines.add(
                        "Q \"begin; insert into own"
                                + number
                                + " select g, repeat('x', g) from generate_series(1, 40) g; "
                                + (round % 3 == 0 ? "rollback" : "commit")
                                + "\"");
                lines.add("Q \"select count(*) from own" + number + "\"");
                if (round % 4 == 1) {
                    lines.add("Q \"select a, b from own" + number + " order by a, b\"");
                }
            }
            lines.add("X");
            lines.forEach(line -> bytes.writeBytes(ClientMessages.encode(line)));
            return bytes.toByteArray();
        }

        /** Whether it has heard something. */
        boolean act(SplittableRandom random) {
            if (random.nextBoolean()) {
                int most = Math.min(script.length - sent, 1 + random.nextInt(200));
                sent += wire.send(script, sent, most);
            }
            if (random.nextInt(3) > 0) {
                return false;
            }
            byte[] answers = wire.receive(1 + random.nextInt(500));
            received.writeBytes(answers);
            return answers.length > 0;
        }

        boolean isEnded() {
            return wire.isFinished();
        }

        List<String> answers() {
            List<String> lines = ServerMessages.decode(ByteBuffer.wrap(received.toByteArray()));
            lines.removeIf(line -> line.startsWith("BackendKeyData"));
            return lines;
        }

        /** How many rows of the shared table it was told to be in. */
        int acknowledged() {
            return (int)
                    answers().stream()
                            .filter(line -> line.equals("CommandComplete INSERT 0 1"))
                            .count();
        }
    }
}
