package io.omendb.sql.types;

import java.time.DateTimeException;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.zone.ZoneRulesProvider;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Time zones by the names that PostgreSQL takes: abbreviations, regions in any case, offsets. */
public final class TimeZones {
    private TimeZones() {}

    /** The zone, or null when there is none. */
    public static @Nullable ZoneId find(String name) {
        return switch (name.toLowerCase(Locale.ROOT)) {
            case "z", "utc", "gmt", "zulu", "ut", "uct" -> ZoneOffset.UTC;
            case "est" -> ZoneOffset.ofHours(-5);
            case "edt" -> ZoneOffset.ofHours(-4);
            case "cst" -> ZoneOffset.ofHours(-6);
            case "cdt" -> ZoneOffset.ofHours(-5);
            case "mst" -> ZoneOffset.ofHours(-7);
            case "mdt" -> ZoneOffset.ofHours(-6);
            case "pst" -> ZoneOffset.ofHours(-8);
            case "pdt" -> ZoneOffset.ofHours(-7);
            case "cet" -> ZoneOffset.ofHours(1);
            case "cest" -> ZoneOffset.ofHours(2);
            case "bst" -> ZoneOffset.ofHours(1);
            default -> byRegion(name);
        };
    }

    private static @Nullable ZoneId byRegion(String name) {
        if (ZoneRulesProvider.getAvailableZoneIds().contains(name)) {
            return ZoneId.of(name);
        }
        for (String id : ZoneRulesProvider.getAvailableZoneIds()) {
            if (id.equalsIgnoreCase(name)) {
                return ZoneId.of(id);
            }
        }
        try {
            return ZoneOffset.of(name);
        } catch (DateTimeException e) {
            return null; // no such zone is what null says
        }
    }
}
