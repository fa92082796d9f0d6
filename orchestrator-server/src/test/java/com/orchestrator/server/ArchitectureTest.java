package com.orchestrator.server;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;
import jakarta.ws.rs.Path;

/** The laws of the server. */
@AnalyzeClasses(packages = "com.orchestrator.server", importOptions = ImportOption.DoNotIncludeTests.class)
class ArchitectureTest {

    @ArchTest
    static final ArchRule OUTSIDE_WIRING_THE_ENGINE_IS_ITS_SERVICES = noClasses()
            .that()
            .resideOutsideOfPackage("..server.wiring..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage(
                    "com.orchestrator.engine",
                    "com.orchestrator.engine.coordinator..",
                    "com.orchestrator.engine.decision..",
                    "com.orchestrator.engine.run..",
                    "com.orchestrator.engine.history..",
                    "com.orchestrator.engine.persistence..",
                    "com.orchestrator.engine.plan..",
                    "com.orchestrator.engine.maintenance..");

    @ArchTest
    static final ArchRule NOTHING_POINTS_AT_WIRING = noClasses()
            .that()
            .resideOutsideOfPackage("..server.wiring..")
            .should()
            .dependOnClassesThat()
            .resideInAPackage("..server.wiring..");

    @ArchTest
    static final ArchRule NO_CYCLES =
            slices().matching("com.orchestrator.server.(**)").should().beFreeOfCycles();

    @ArchTest
    static final ArchRule RESOURCES_ARE_FINAL =
            classes().that().areAnnotatedWith(Path.class).should().haveModifier(JavaModifier.FINAL);

    @ArchTest
    static final ArchRule NO_CONTAINER_INJECTION = noClasses()
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("jakarta.enterprise..", "jakarta.inject..", "jakarta.annotation..", "jakarta.ejb..");
}
