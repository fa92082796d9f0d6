package com.orchestrator.maven;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import org.apache.maven.plugin.AbstractMojo;
import org.apache.maven.plugin.MojoFailureException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A build says what a server would say, and where. */
class ValidateTest {

    @TempDir
    private Path project;

    private final Said said = new Said();

    private <M extends AbstractMojo> M saying(M goal) {
        goal.setLog(said);
        return goal;
    }

    private ValidateMojo validate() {
        return saying(new ValidateMojo(project.toFile()));
    }

    private LintMojo lint() {
        return saying(new LintMojo(project.toFile()));
    }

    @Test
    void whatAServerWouldTake_isTaken() {
        Definitions.write(project.resolve("shop"), "order.yaml", Definitions.ORDER);
        Definitions.write(project, "README.md", "no definition");

        assertThatCode(validate()::execute).doesNotThrowAnyException();
        assertThat(said.errors).isEmpty();
    }

    @Test
    void everyFaultOfEveryFile_hasItsPlace() {
        Path first = Definitions.write(
                project, "a.yaml", Definitions.ORDER.replace("task: payment.refund", "tusk: payment.refund"));
        Path second = Definitions.write(project, "b.json", "{\"kind\": ");
        Definitions.write(project, "c.yaml", Definitions.ORDER);

        assertThatThrownBy(validate()::execute)
                .isInstanceOf(MojoFailureException.class)
                .hasMessageStartingWith("A server would refuse these definitions: ");
        assertThat(said.errors)
                .anyMatch(line -> line.startsWith(first + ":[33,") && line.contains("/tasks/0/compensate"))
                .anyMatch(line -> line.startsWith(second.toString()));
    }

    @Test
    void whatIsProbablyNotMeant_isAWarning_andFailsLint() {
        Definitions.write(
                project, "order.yaml", Definitions.ORDER.replace("task: payment.refund", "task: payment.charge"));

        assertThatCode(validate()::execute).doesNotThrowAnyException();
        assertThat(said.warnings).singleElement().asString().contains(":[33,", "UNDO_IS_FORWARD");
        assertThatThrownBy(lint()::execute)
                .isInstanceOf(MojoFailureException.class)
                .hasMessageContaining("1 warning, listed above");
    }

    @Test
    void aDirectoryThatIsNotThere_orHasNone_isSaidSo() {
        assertThatThrownBy(validate()::execute).hasMessageContaining("There is no file [.yaml, .yml, .json] in");
        assertThatThrownBy(new ValidateMojo(project.resolve("nowhere").toFile())::execute)
                .hasMessageContaining("<definitions> says where the definitions are");
    }
}
