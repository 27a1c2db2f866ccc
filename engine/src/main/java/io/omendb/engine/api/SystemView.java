package io.omendb.engine.api;

import io.omendb.engine.catalog.Catalog;
import io.omendb.engine.catalog.SystemSnapshot;
import java.util.ArrayList;
import java.util.List;

/**
 * What system tables are computed from: the sessions and settings, as one of the sessions sees
 * them, and the steps of the threads.
 */
final class SystemView {
    private SystemView() {}

    static SystemSnapshot of(
            Session reader, Catalog catalog, List<Session> sessions, SystemSnapshot.Steps steps) {
        List<SystemSnapshot.Session> shown = new ArrayList<>();
        for (Session session : sessions) {
            shown.add(session.describe());
        }
        List<SystemSnapshot.Setting> settings = new ArrayList<>();
        for (SettingDefinition definition : SettingDefinition.ALL) {
            String value = reader.settings().show(definition.name());
            settings.add(
                    new SystemSnapshot.Setting(
                            definition.name(),
                            value,
                            null,
                            "OmenDB",
                            "",
                            definition.isChangeable() ? "user" : "internal",
                            definition.typeName(),
                            "default",
                            definition.defaultValue(),
                            definition.defaultValue()));
        }
        return new SystemSnapshot(
                catalog,
                reader.options().database(),
                Database.OWNER,
                shown,
                settings,
                List.of(),
                steps);
    }
}
