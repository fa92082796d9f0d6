package com.orchestrator.engine.definition;

import static org.assertj.core.api.Assertions.assertThat;

import com.orchestrator.api.definition.WorkflowDocument;
import com.orchestrator.engine.expression.ExpressionCompiler;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The definition in the README compiles, in both languages, and is one definition. */
class ReadmeTest {

    private static final String PROGRAM = """
            import static com.orchestrator.api.definition.Compensation.When.COMPLETED;

            import com.orchestrator.api.definition.Workflow;
            import com.orchestrator.api.definition.WorkflowDocument;
            import java.time.Duration;

            public class Example implements java.util.concurrent.Callable<WorkflowDocument> {
                public WorkflowDocument call() {
                    %s
                    return order;
                }
            }
            """;

    private final DefinitionCompiler compiler = new DefinitionCompiler(new ExpressionCompiler());

    @TempDir
    Path folder;

    @Test
    void theDefinitionOfTheReadme_isTheSameInJavaAndInYaml() throws Exception {
        String readme = Files.readString(Path.of("../README.md"));

        WorkflowDocument built = run(block(readme, "java", "WorkflowDocument order"));

        assertThat(sha256(built.toJson())).isEqualTo(sha256(block(readme, "yaml", "apiVersion")));
    }

    private String sha256(String text) {
        return compiler.compile(text.getBytes(StandardCharsets.UTF_8)).sha256();
    }

    /** The block in this language that begins so. */
    private static String block(String text, String language, String beginning) {
        Matcher block = Pattern.compile("```" + language + "[^\n]*\n(" + beginning + ".*?)```", Pattern.DOTALL)
                .matcher(text);
        assertThat(block.find())
                .as("a block of %s that begins with %s", language, beginning)
                .isTrue();
        return block.group(1);
    }

    private WorkflowDocument run(String statement) throws Exception {
        Path source = Files.writeString(folder.resolve("Example.java"), PROGRAM.formatted(statement));
        assertThat(javac(source)).as("errors of javac, see the log").isZero();
        try (URLClassLoader classes = new URLClassLoader(
                new URL[] {folder.toUri().toURL()}, getClass().getClassLoader())) {
            Object example =
                    classes.loadClass("Example").getDeclaredConstructor().newInstance();
            return (WorkflowDocument) ((Callable<?>) example).call();
        }
    }

    private int javac(Path source) {
        return ToolProvider.getSystemJavaCompiler()
                .run(
                        null,
                        null,
                        null,
                        "-proc:none",
                        "-classpath",
                        System.getProperty("java.class.path"),
                        "-d",
                        folder.toString(),
                        source.toString());
    }
}
