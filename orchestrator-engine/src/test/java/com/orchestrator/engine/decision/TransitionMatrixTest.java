package com.orchestrator.engine.decision;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

/**
 * Every state × every command, as text under review. A change of behaviour shows as a difference in these files, and in
 * the diagrams of {@code docs/reference/state-machines.md}, which are drawn from the transitions that were seen. {@code
 * -Dmatrix.write=true} writes them anew.
 */
class TransitionMatrixTest {

    private static final Path RESOURCES = Path.of("src/test/resources");
    private static final Path DOCUMENT = Path.of("../docs/reference/state-machines.md");

    @Test
    void executions_takeTheReviewedTransitions() throws IOException {
        compare(
                RESOURCES.resolve("task-transition-matrix.txt"),
                Matrices.ofExecutions().play());
    }

    @Test
    void instances_takeTheReviewedTransitions() throws IOException {
        compare(
                RESOURCES.resolve("workflow-transition-matrix.txt"),
                Matrices.ofInstances().play());
    }

    @Test
    void stateMachinesInTheDocumentation_areTheOnesThatWereSeen() throws IOException {
        TransitionMatrix executions = Matrices.ofExecutions();
        TransitionMatrix instances = Matrices.ofInstances();
        executions.play();
        instances.play();

        compare(DOCUMENT, StateMachineDocument.of(executions, instances));
    }

    private static void compare(Path reviewed, String seen) throws IOException {
        if (Boolean.getBoolean("matrix.write")) {
            Files.writeString(reviewed, seen);
        }
        assertThat(seen)
                .as("%s; if the change is meant, review and write it with -Dmatrix.write=true", reviewed)
                .isEqualTo(Files.exists(reviewed) ? Files.readString(reviewed) : "");
    }
}
