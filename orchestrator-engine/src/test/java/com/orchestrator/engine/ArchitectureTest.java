package com.orchestrator.engine;

import static com.tngtech.archunit.core.domain.JavaCall.Predicates.target;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.simpleName;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.type;
import static com.tngtech.archunit.core.domain.properties.HasName.Predicates.nameMatching;
import static com.tngtech.archunit.core.domain.properties.HasOwner.Predicates.With.owner;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noFields;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.assertj.core.api.Assertions.assertThat;

import com.orchestrator.engine.decision.RunChange;
import com.orchestrator.engine.history.Entry;
import com.orchestrator.engine.history.RunEvent;
import com.orchestrator.engine.run.ExecutionRun;
import com.orchestrator.engine.run.Run;
import com.orchestrator.engine.store.RunStore;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;
import java.time.Instant;
import java.util.List;
import java.util.Set;

/** The laws of docs/explanation/architecture.md. */
@AnalyzeClasses(packages = "com.orchestrator", importOptions = ImportOption.DoNotIncludeTests.class)
class ArchitectureTest {

    @ArchTest
    static final ArchRule decisions_look_at_plans_and_values_only = classes()
            .that()
            .resideInAnyPackage("..engine.history", "..engine.run", "..engine.decision..")
            .should()
            .onlyDependOnClassesThat()
            .resideInAnyPackage(
                    "java.lang..",
                    "java.util",
                    "java.util.function",
                    "java.util.stream",
                    "java.util.random",
                    "java.util.zip",
                    "java.time..",
                    "java.nio.charset",
                    "java.security",
                    "java.io",
                    "com.orchestrator.api..",
                    "com.orchestrator.engine.decision..",
                    "com.orchestrator.engine.history",
                    "com.orchestrator.engine.run",
                    "com.orchestrator.engine.wake",
                    "com.orchestrator.engine.plan..",
                    "com.orchestrator.engine.sensitive",
                    "com.fasterxml.jackson.databind..",
                    "org.jspecify..");

    /** Sums of times that anybody may have written end at the edges of what can be held, and never in an exception. */
    @ArchTest
    static final ArchRule decisions_add_times_within_their_range = noClasses()
            .that()
            .resideInAnyPackage("..engine.decision..", "..engine.run..", "..engine.history..", "..engine.plan..")
            .should()
            .callMethodWhere(target(owner(type(Instant.class))).and(target(nameMatching("plus.*"))));

    @ArchTest
    static final ArchRule plans_know_values_only = noClasses()
            .that()
            .resideInAPackage("..engine.plan..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage(
                    "com.orchestrator.engine.(*)..",
                    "..history..",
                    "..run..",
                    "..decision..",
                    "..store..",
                    "..coordinator..")
            .andShould()
            .dependOnClassesThat()
            .resideInAnyPackage("java.sql..", "org.hibernate..", "dev.cel..");

    /** The store in memory keeps events, messages and reports in their written form, as the database does. */
    @ArchTest
    static final ArchRule nobody_knows_persistence = noClasses()
            .that()
            .resideOutsideOfPackages("..engine.persistence..", "..engine.memory")
            .should()
            .dependOnClassesThat()
            .resideInAPackage("..engine.persistence..");

    @ArchTest
    static final ArchRule nobody_knows_which_store_there_is = noClasses()
            .that()
            .resideOutsideOfPackage("..engine.memory")
            .should()
            .dependOnClassesThat()
            .resideInAPackage("..engine.memory");

    @ArchTest
    static final ArchRule only_coordinators_begin_transactions = noClasses()
            .that()
            .resideOutsideOfPackages(
                    "..engine.coordinator..", "..engine.persistence..", "..engine.memory", "..engine.store..")
            .should()
            .dependOnClassesThat()
            .areAssignableTo(RunStore.class);

    @ArchTest
    static final ArchRule sql_stays_in_persistence = noClasses()
            .that()
            .resideOutsideOfPackage("..engine.persistence..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage(
                    "java.sql..", "javax.sql..", "org.hibernate..", "jakarta.persistence..", "com.zaxxer..");

    @ArchTest
    static final ArchRule entities_are_invisible = classes()
            .that()
            .areAnnotatedWith("jakarta.persistence.Entity")
            .should()
            .resideInAPackage("..engine.persistence")
            .andShould()
            .bePackagePrivate();

    @ArchTest
    static final ArchRule services_know_the_api_only = noClasses()
            .that()
            .resideInAPackage("..engine.service..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage(
                    "..engine.coordinator..",
                    "..engine.decision..",
                    "..engine.run..",
                    "..engine.history..",
                    "..engine.store..",
                    "..engine.plan..");

    @ArchTest
    static final ArchRule packages_have_no_cycles =
            slices().matching("com.orchestrator.engine.(**)").should().beFreeOfCycles();

    /** From the bottom up. Each may use those before it. */
    private static final List<String> ROOMS = List.of(
            "plan",
            "history",
            "run",
            "wake",
            "decision",
            "decision.attempt",
            "decision.children",
            "decision.signal",
            "decision.rollback",
            "decision.forward",
            "decision.outcome",
            "decision.task",
            "decision.workflow",
            "decision.batch");

    @ArchTest
    static void rooms_use_only_those_below(JavaClasses classes) {
        for (int i = 0; i < ROOMS.size() - 1; i++) {
            noClasses()
                    .that()
                    .resideInAPackage("..engine." + ROOMS.get(i))
                    .should()
                    .dependOnClassesThat()
                    .resideInAnyPackage(roomsFrom(ROOMS.get(i + 1)))
                    .check(classes);
        }
    }

    private static String[] roomsFrom(String first) {
        return ROOMS.stream()
                .skip(ROOMS.indexOf(first))
                .map(room -> "..engine." + room)
                .toArray(String[]::new);
    }

    @ArchTest
    static void explaining_only_reads(JavaClasses classes) {
        noClasses()
                .that()
                .resideInAPackage("..engine.decision.explain")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage(roomsFrom("decision"))
                .check(classes);
    }

    @ArchTest
    static final ArchRule folds_are_invisible = classes()
            .that()
            .implement(simpleName("Fold"))
            .or()
            .implement(RunEvent.Folds.class)
            .should()
            .resideInAPackage("..engine.run")
            .andShould()
            .bePackagePrivate();

    /**
     * What anybody may call and yet writes a field of a run. A new name here needs a reason: {@code apply} is how a run
     * changes; {@code rowIs} tells an attempt what its recorder has written; the other two bring a queue up to date that says
     * the same however often it is asked.
     */
    private static final Set<String> PUBLIC_WRITERS =
            Set.of("Run.apply", "ExecutionRun.rowIs", "Run.undoQueue", "UndoQueue.plan");

    @ArchTest
    static void nobody_outside_changes_a_run(JavaClasses classes) {
        assertThat(Writers.of(classes, "com.orchestrator.engine.run").visible())
                .as("methods of engine.run that others can call and that write fields of a run")
                .containsExactlyInAnyOrderElementsOf(PUBLIC_WRITERS);
    }

    @ArchTest
    static final ArchRule events_come_to_a_run_by_emit_or_when_it_is_loaded = noClasses()
            .that()
            .resideOutsideOfPackages("..engine.run", "..engine.coordinator")
            .and()
            .doNotBelongToAnyOf(RunChange.class)
            .should()
            .callMethod(Run.class, "apply", Entry.class)
            .orShould()
            .callMethod(Run.class, "takeTouched")
            .orShould()
            .callMethod(ExecutionRun.class, "rowIs", boolean.class);

    @ArchTest
    static final ArchRule names_say_something = noClasses()
            .should()
            .haveNameMatching(".*(Impl|Util|Utils|Helper|Manager|Processor)")
            .orShould()
            .haveNameMatching(".*\\.I[A-Z][a-z]+[A-Z][A-Za-z]*Interface");

    @ArchTest
    static final ArchRule events_are_records =
            classes().that().implement(RunEvent.class).should().beRecords();

    @ArchTest
    static final ArchRule decisions_hold_no_mutable_statics = noFields()
            .that()
            .areDeclaredInClassesThat()
            .resideInAnyPackage("..engine.history", "..engine.run", "..engine.decision..")
            .should()
            .beStatic()
            .andShould()
            .notBeFinal();
}
