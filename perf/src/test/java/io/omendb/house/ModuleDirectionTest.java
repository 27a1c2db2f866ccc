package io.omendb.house;

import static com.tngtech.archunit.base.DescribedPredicate.not;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.INTERFACES;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.properties.HasName.Predicates.nameMatching;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.Architectures.layeredArchitecture;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/**
 * Who may know whom: pgwire, then engine, then the three foundations, which do not know each other;
 * nothing knows perf. Maven keeps the modules apart, this keeps apart what lies in one module and
 * the packages that a module may have.
 */
class ModuleDirectionTest {
    private static final String[] INDEX = {"io.omendb.offheap..", "io.omendb.alex.."};
    private static final String PIPELINE = "io.omendb.pipeline..";
    private static final String SQL = "io.omendb.sql..";
    private static final String ENGINE = "io.omendb.engine..";
    private static final String WIRE = "io.omendb.pgwire..";
    private static final String SERVER = "io.omendb.server..";
    private static final String PERF = "io.omendb.perf..";
    private static final String POSTGRESQL = "io.omendb.postgresql..";

    private static JavaClasses classes;

    @BeforeAll
    static void readClasses() {
        classes =
                new ClassFileImporter()
                        .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
                        .importPackages("io.omendb");
    }

    @Test
    void shouldPointFromTheServerDownToTheFoundations() {
        layeredArchitecture()
                .consideringOnlyDependenciesInLayers()
                .withOptionalLayers(true)
                .layer("perf")
                .definedBy(PERF)
                .layer("server")
                .definedBy(SERVER)
                .layer("wire")
                .definedBy(WIRE)
                .layer("engine")
                .definedBy(ENGINE)
                .layer("sql")
                .definedBy(SQL)
                .layer("pipeline")
                .definedBy(PIPELINE)
                .layer("index")
                .definedBy(INDEX)
                .layer("postgresql")
                .definedBy(POSTGRESQL)
                .whereLayer("perf")
                .mayNotBeAccessedByAnyLayer()
                .whereLayer("postgresql")
                .mayOnlyBeAccessedByLayers("perf")
                .whereLayer("server")
                .mayOnlyBeAccessedByLayers("perf")
                .whereLayer("wire")
                .mayOnlyBeAccessedByLayers("server", "perf")
                .whereLayer("engine")
                .mayOnlyBeAccessedByLayers("wire", "server", "perf")
                .whereLayer("sql")
                .mayOnlyBeAccessedByLayers("engine", "wire", "server", "perf")
                .whereLayer("pipeline")
                .mayOnlyBeAccessedByLayers("engine", "wire", "server", "perf")
                .whereLayer("index")
                .mayOnlyBeAccessedByLayers("engine", "perf")
                .check(classes);
    }

    @Test
    void shouldKeepTheLanguageWithoutFilesNetworkAndThreads() {
        noClasses()
                .that()
                .resideInAPackage(SQL)
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage(
                        "java.nio.file..",
                        "java.nio.channels..",
                        "java.net..",
                        "java.util.concurrent")
                .orShould()
                .dependOnClassesThat()
                .areAssignableTo(Thread.class)
                .allowEmptyShould(true)
                .because("sql-mini is the language without the store: no IO, no threads")
                .check(classes);
    }

    @Test
    void shouldKeepTheServerFromTheRoomsOfTheEngine() {
        noClasses()
                .that()
                .resideInAnyPackage(WIRE, SERVER)
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage(
                        "io.omendb.engine.wal..",
                        "io.omendb.engine.mvcc..",
                        "io.omendb.engine.table..",
                        "io.omendb.engine.txn..",
                        "io.omendb.engine.exec..",
                        "io.omendb.engine.recovery..",
                        "io.omendb.engine.catalog..",
                        "io.omendb.engine.copy..",
                        "io.omendb.engine.storage..",
                        "io.omendb.offheap..",
                        "io.omendb.alex..")
                .allowEmptyShould(true)
                .because("the server uses the API that embedders use")
                .check(classes);
    }

    @Test
    void shouldRunOnDefaultFlagsWhenEmbedded() {
        noClasses()
                .that()
                .resideInAnyPackage(ENGINE, PIPELINE, SQL, INDEX[0], INDEX[1])
                .should()
                .dependOnClassesThat(
                        resideInAPackage("org.jctools.queues")
                                .and(not(INTERFACES))
                                .or(resideInAPackage("org.jctools.util"))
                                .or(
                                        resideInAPackage("org.agrona..")
                                                .and(nameMatching(".*(Queue|Buffer|Unsafe).*")))
                                .or(resideInAPackage("org.agrona.concurrent.status")))
                .allowEmptyShould(true)
                .because("these reach memory in a way that needs a flag, or warns")
                .check(classes);
    }
}
