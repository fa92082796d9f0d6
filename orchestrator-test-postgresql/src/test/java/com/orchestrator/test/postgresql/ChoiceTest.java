package com.orchestrator.test.postgresql;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.orchestrator.test.postgresql.Choice.Docker;
import java.util.Optional;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ChoiceTest {

    private record Said(Docker docker, String address) implements Choice.Engine {

        @Override
        public Docker says(String image) {
            return docker;
        }
    }

    private static Choice choice(String url, String image, boolean hasTestcontainers, Docker docker) {
        return Choice.of(
                Optional.ofNullable(url),
                Optional.ofNullable(image),
                hasTestcontainers,
                new Said(docker, "unix:///docker.sock"));
    }

    @ParameterizedTest
    @CsvSource({
        "jdbc:x, ,      true,  HAS_IMAGE,    NAMED,     '',          the PostgreSQL that ORCHESTRATOR_TEST_JDBC_URL names",
        "jdbc:x, pg:16, false, SILENT,       NAMED,     '',          the PostgreSQL that ORCHESTRATOR_TEST_JDBC_URL names",
        ",       ,      false, HAS_IMAGE,    EMBEDDED,  '',          no Testcontainers is on the class path",
        ",       ,      true,  SILENT,       EMBEDDED,  '',          no Docker answers at unix:///docker.sock",
        ",       ,      true,  HAS_NO_IMAGE, EMBEDDED,  '',          'docker pull postgres:17'",
        ",       ,      true,  HAS_IMAGE,    CONTAINER, postgres:17, Docker answers at unix:///docker.sock",
        ",       pg:16, true,  HAS_IMAGE,    CONTAINER, pg:16,       a container of pg:16",
        ",       pg:16, true,  HAS_NO_IMAGE, CONTAINER, pg:16,       a container of pg:16",
    })
    void whatIsNamed_thenAContainer_thenBinaries(
            String url,
            String image,
            boolean hasTestcontainers,
            Docker docker,
            Choice.Kind kind,
            String started,
            String said) {
        Choice choice = choice(url, image, hasTestcontainers, docker);

        assertThat(choice.kind()).isEqualTo(kind);
        assertThat(choice.image()).isEqualTo(started);
        assertThat(choice.line()).contains(said).doesNotContain("\n", "jdbc:");
    }

    @ParameterizedTest
    @CsvSource({
        "false, HAS_IMAGE, Testcontainers is not on the class path",
        "true,  SILENT,    no Docker answers at unix:///docker.sock"
    })
    void anImageThatIsNamed_isNotReplaced(boolean hasTestcontainers, Docker docker, String said) {
        assertThatThrownBy(() -> choice(null, "pg:16", hasTestcontainers, docker))
                .isInstanceOf(IllegalStateException.class)
                .hasMessage("ORCHESTRATOR_TEST_IMAGE is set, but " + said);
    }
}
