package io.omendb.pgwire.session;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;

class NameTableProperties {
    @Property(tries = 300)
    void shouldBehaveAsMap(@ForAll @Size(max = 200) List<@IntRange(max = 119) Integer> steps) {
        NameTable<Integer> table = new NameTable<>();
        Map<String, Integer> model = new HashMap<>();
        for (int step : steps) {
            String name = "s" + step / 3;
            byte[] bytes = ("." + name).getBytes(StandardCharsets.UTF_8);
            int length = bytes.length - 1;
            switch (step % 3) {
                case 0 -> {
                    if (model.putIfAbsent(name, step) == null) {
                        table.put(bytes, 1, length, step);
                    }
                }
                case 1 -> assertEquals(model.remove(name), table.remove(bytes, 1, length));
                default -> assertEquals(model.get(name), table.get(bytes, 1, length));
            }
            assertEquals(model.size(), table.size());
        }
        int[] sum = new int[1];
        table.forEach(value -> sum[0] += value);
        assertEquals(model.values().stream().mapToInt(Integer::intValue).sum(), sum[0]);
        table.clear(value -> sum[0] -= value);
        assertEquals(0, sum[0] + table.size());
    }
}
