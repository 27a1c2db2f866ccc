package io.omendb.engine.catalog;

import io.omendb.engine.catalog.SystemTable.RowProducer;

import java.util.Map;

/** The rows about the server: databases, roles, schemas, settings, sessions. */
final class ServerTables {
    private static final int UTF8 = 6;
    private static final String COLLATION = "C";

    private ServerTables() {}

    static void register(Map<String, RowProducer> producers) {
        producers.put("pg_catalog.pg_database", ServerTables::databases);
        producers.put("pg_catalog.pg_namespace", ServerTables::schemas);
        producers.put("pg_catalog.pg_roles", ServerTables::roles);
        producers.put("pg_catalog.pg_authid", ServerTables::roles);
        producers.put("pg_catalog.pg_user", ServerTables::users);
        producers.put("pg_catalog.pg_shadow", ServerTables::users);
        producers.put("pg_catalog.pg_tablespace", ServerTables::tablespaces);
        producers.put("pg_catalog.pg_am", ServerTables::accessMethods);
        producers.put("pg_catalog.pg_collation", ServerTables::collations);
        producers.put("pg_catalog.pg_language", ServerTables::languages);
        producers.put("pg_catalog.pg_settings", ServerTables::settings);
        producers.put("pg_catalog.pg_stat_activity", ServerTables::sessions);
        producers.put("pg_catalog.pg_locks", ServerTables::locks);
        producers.put("pg_catalog.pg_description", ServerTables::descriptions);
    }

    private static void databases(SystemSnapshot snapshot, SystemRows rows) {
        rows.add()
                .set("oid", SystemSchema.DATABASE_OID)
                .set("datname", snapshot.database())
                .set("datdba", SystemSchema.OWNER_OID)
                .set("encoding", UTF8)
                .set("datlocprovider", "c")
                .set("datallowconn", true)
                .set("datconnlimit", -1)
                .set("dattablespace", 1663)
                .set("datcollate", COLLATION)
                .set("datctype", COLLATION);
    }

    private static void schemas(SystemSnapshot snapshot, SystemRows rows) {
        for (String schema : SystemSchema.SCHEMAS) {
            rows.add()
                    .set("oid", SystemSchema.schemaOid(schema))
                    .set("nspname", schema)
                    .set("nspowner", SystemSchema.OWNER_OID);
        }
    }

    private static void roles(SystemSnapshot snapshot, SystemRows rows) {
        rows.add()
                .set("oid", SystemSchema.OWNER_OID)
                .set("rolname", snapshot.owner())
                .set("rolsuper", true)
                .set("rolinherit", true)
                .set("rolcreaterole", true)
                .set("rolcreatedb", true)
                .set("rolcanlogin", true)
                .set("rolreplication", true)
                .set("rolbypassrls", true)
                .set("rolconnlimit", -1);
    }

    private static void users(SystemSnapshot snapshot, SystemRows rows) {
        rows.add()
                .set("usename", snapshot.owner())
                .set("usesysid", SystemSchema.OWNER_OID)
                .set("usecreatedb", true)
                .set("usesuper", true)
                .set("userepl", true)
                .set("usebypassrls", true);
    }

    private static void tablespaces(SystemSnapshot snapshot, SystemRows rows) {
        rows.add()
                .set("oid", 1663)
                .set("spcname", "pg_default")
                .set("spcowner", SystemSchema.OWNER_OID);
        rows.add()
                .set("oid", 1664)
                .set("spcname", "pg_global")
                .set("spcowner", SystemSchema.OWNER_OID);
    }

    private static void accessMethods(SystemSnapshot snapshot, SystemRows rows) {
        rows.add().set("oid", 2).set("amname", "heap").set("amtype", "t");
        rows.add().set("oid", 403).set("amname", "btree").set("amtype", "i");
    }

    private static void collations(SystemSnapshot snapshot, SystemRows rows) {
        addCollation(rows, 100, "default", "d");
        addCollation(rows, 950, "C", "c");
        addCollation(rows, 951, "POSIX", "c");
    }

    private static void addCollation(SystemRows rows, int oid, String name, String provider) {
        rows.add()
                .set("oid", oid)
                .set("collname", name)
                .set("collnamespace", SystemSchema.PG_CATALOG_OID)
                .set("collowner", SystemSchema.OWNER_OID)
                .set("collprovider", provider)
                .set("collisdeterministic", true)
                .set("collencoding", -1)
                .set("collcollate", COLLATION)
                .set("collctype", COLLATION);
    }

    private static void languages(SystemSnapshot snapshot, SystemRows rows) {
        rows.add()
                .set("oid", 12)
                .set("lanname", "internal")
                .set("lanowner", SystemSchema.OWNER_OID);
        rows.add()
                .set("oid", 14)
                .set("lanname", "sql")
                .set("lanowner", SystemSchema.OWNER_OID)
                .set("lanpltrusted", true);
    }

    private static void settings(SystemSnapshot snapshot, SystemRows rows) {
        for (SystemSnapshot.Setting setting : snapshot.settings()) {
            rows.add()
                    .set("name", setting.name())
                    .set("setting", setting.value())
                    .set("category", setting.category())
                    .set("short_desc", setting.description())
                    .set("context", setting.context())
                    .set("vartype", setting.type())
                    .set("source", setting.source())
                    .set("boot_val", setting.bootValue())
                    .set("reset_val", setting.resetValue())
                    .set("pending_restart", false);
            String unit = setting.unit();
            if (unit != null) {
                rows.set("unit", unit);
            }
        }
    }

    private static void sessions(SystemSnapshot snapshot, SystemRows rows) {
        for (SystemSnapshot.Session session : snapshot.sessions()) {
            rows.add()
                    .set("datid", SystemSchema.DATABASE_OID)
                    .set("datname", snapshot.database())
                    .set("pid", session.pid())
                    .set("usesysid", SystemSchema.OWNER_OID)
                    .set("usename", session.user())
                    .set("application_name", session.application())
                    .set("backend_start", session.start())
                    .set("query_start", session.queryStart())
                    .set("state_change", session.stateChange())
                    .set("state", session.state())
                    .set("query", session.query())
                    .set("backend_type", "client backend");
            String address = session.clientAddress();
            if (address != null) {
                rows.set("client_addr", address).set("client_port", session.clientPort());
            }
            Long transactionStart = session.transactionStart();
            if (transactionStart != null) {
                rows.set("xact_start", (long) transactionStart);
            }
            String waitEvent = session.waitEvent();
            if (waitEvent != null) {
                rows.set("wait_event_type", "Lock").set("wait_event", waitEvent);
            }
        }
    }

    private static void locks(SystemSnapshot snapshot, SystemRows rows) {
        for (SystemSnapshot.Lock lock : snapshot.locks()) {
            rows.add()
                    .set("locktype", lock.relationOid() == 0 ? "transactionid" : "relation")
                    .set("database", SystemSchema.DATABASE_OID)
                    .set("pid", lock.pid())
                    .set("mode", lock.mode())
                    .set("granted", lock.granted())
                    .set("fastpath", false)
                    .set("virtualtransaction", lock.pid() + "/" + lock.transactionId());
            if (lock.relationOid() == 0) {
                rows.set("transactionid", lock.transactionId());
            } else {
                rows.set("relation", lock.relationOid());
            }
        }
    }

    private static void descriptions(SystemSnapshot snapshot, SystemRows rows) {
        rows.add()
                .set("objoid", SystemSchema.PUBLIC_OID)
                .set("classoid", 2615)
                .set("description", "standard public schema");
        rows.add()
                .set("objoid", SystemSchema.PG_CATALOG_OID)
                .set("classoid", 2615)
                .set("description", "system catalog schema");
    }
}
