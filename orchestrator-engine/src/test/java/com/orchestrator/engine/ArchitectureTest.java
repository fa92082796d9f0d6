package com.orchestrator.engine;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noFields;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.orchestrator.engine.decision.RunEvent;
import com.orchestrator.engine.store.RunStore;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;

/** The laws of docs/architecture.md. */
@AnalyzeClasses(packages = "com.orchestrator", importOptions = ImportOption.DoNotIncludeTests.class)
class ArchitectureTest {

    @ArchTest
    static final ArchRule decisions_look_at_plans_and_values_only = classes()
            .that()
            .resideInAPackage("..engine.decision..")
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
                    "com.orchestrator.engine.plan..",
                    "com.fasterxml.jackson.databind..",
                    "org.jspecify..");

    @ArchTest
    static final ArchRule plans_know_values_only = noClasses()
            .that()
            .resideInAPackage("..engine.plan..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("com.orchestrator.engine.(*)..", "..decision..", "..store..", "..coordinator..")
            .andShould()
            .dependOnClassesThat()
            .resideInAnyPackage("java.sql..", "org.hibernate..", "dev.cel..");

    @ArchTest
    static final ArchRule nobody_knows_persistence = noClasses()
            .that()
            .resideOutsideOfPackage("..engine.persistence..")
            .should()
            .dependOnClassesThat()
            .resideInAPackage("..engine.persistence..");

    @ArchTest
    static final ArchRule only_coordinators_begin_transactions = noClasses()
            .that()
            .resideOutsideOfPackages("..engine.coordinator..", "..engine.persistence..", "..engine.store..")
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
            .resideInAnyPackage("..engine.coordinator..", "..engine.decision..", "..engine.store..", "..engine.plan..");

    @ArchTest
    static final ArchRule packages_have_no_cycles =
            slices().matching("com.orchestrator.engine.(*)..").should().beFreeOfCycles();

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
            .resideInAPackage("..engine.decision..")
            .should()
            .beStatic()
            .andShould()
            .notBeFinal();
}
