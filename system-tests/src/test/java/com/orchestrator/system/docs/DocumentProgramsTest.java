package com.orchestrator.system.docs;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Every Java block of the documents compiles: as the file it names, or as members of a class. */
class DocumentProgramsTest {

    private static final String MEMBERS_OF = """
            import static com.orchestrator.api.definition.Compensation.When.COMPLETED;

            import com.orchestrator.api.batch.*;
            import com.orchestrator.api.definition.*;
            import com.orchestrator.api.incident.*;
            import com.orchestrator.api.limit.*;
            import com.orchestrator.api.model.*;
            import com.orchestrator.api.projection.*;
            import com.orchestrator.api.schedule.*;
            import com.orchestrator.api.webhook.*;
            import com.orchestrator.outbox.*;
            import com.orchestrator.outbox.relay.*;
            import com.orchestrator.projections.*;
            import com.orchestrator.projections.worker.Running;
            import com.orchestrator.system.docs.SnippetSetting;
            import com.orchestrator.worker.*;
            import com.orchestrator.worker.effects.*;
            import com.orchestrator.worker.opentelemetry.*;
            import java.net.URI;
            import java.sql.*;
            import java.time.Duration;
            import java.time.Instant;
            import java.time.ZoneId;
            import java.util.*;
            import javax.sql.DataSource;

            class Snippet extends SnippetSetting {
            %s
            }
            """;

    @TempDir
    Path folder;

    static Stream<CodeBlock> programs() {
        return Documents.blocks().stream().filter(block -> block.language().equals("java"));
    }

    @ParameterizedTest
    @MethodSource("programs")
    void program_compiles(CodeBlock block) throws IOException {
        Path source = folder.resolve(block.isFile() ? block.mark() : "Snippet.java");
        Files.writeString(source, block.isFile() ? block.text() : MEMBERS_OF.formatted(block.text()));

        assertThat(errors(source)).as(block.place()).isEmpty();
    }

    private String errors(Path source) {
        ByteArrayOutputStream errors = new ByteArrayOutputStream();
        int result = ToolProvider.getSystemJavaCompiler()
                .run(
                        null,
                        null,
                        errors,
                        "-proc:none",
                        "-classpath",
                        System.getProperty("java.class.path"),
                        "-d",
                        folder.toString(),
                        source.toString());
        return result == 0 ? "" : errors.toString(StandardCharsets.UTF_8);
    }

    @Test
    void coordinates_areThoseOfThisBuild() throws IOException {
        String readme = Files.readString(Documents.ROOT.resolve("README.md"));
        assertThat(version(readme, "<artifactId>orchestrator-bom</artifactId>"))
                .isEqualTo(version(
                        Files.readString(Documents.ROOT.resolve("pom.xml")),
                        "<artifactId>orchestrator-parent</artifactId>"));
    }

    private static String version(String text, String artifact) {
        Matcher version =
                Pattern.compile(artifact + "\\s*<version>([^<]+)</version>").matcher(text);
        assertThat(version.find()).as(artifact).isTrue();
        return version.group(1);
    }
}
