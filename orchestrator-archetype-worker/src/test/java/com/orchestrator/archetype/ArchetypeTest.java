package com.orchestrator.archetype;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.orchestrator.engine.definition.DefinitionCompiler;
import com.orchestrator.engine.expression.ExpressionCompiler;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.platform.engine.discovery.DiscoverySelectors;
import org.junit.platform.launcher.core.LauncherDiscoveryRequestBuilder;
import org.junit.platform.launcher.core.LauncherFactory;
import org.junit.platform.launcher.listeners.SummaryGeneratingListener;
import org.junit.platform.launcher.listeners.TestExecutionSummary;

/** The project that the archetype makes compiles, and its tests are green. {@code try.sh} makes one by Maven itself, and looks at the clock. */
class ArchetypeTest {

    private static final Path PROJECT = Path.of("target", "classes", "archetype-resources");
    private static final String PACKAGE = "com.example.orders";

    @TempDir
    Path folder;

    /** As the archetype plugin writes what is marked as filtered. */
    private List<String> sources(String of) throws IOException {
        List<String> written = new ArrayList<>();
        try (Stream<Path> files = Files.list(PROJECT.resolve(of))) {
            for (Path file : files.toList()) {
                Path to = folder.resolve(file.getFileName());
                Files.writeString(to, Files.readString(file).replace("${package}", PACKAGE));
                written.add(to.toString());
            }
        }
        return written;
    }

    private void compile() throws IOException {
        List<String> arguments = new ArrayList<>(List.of(
                "-proc:none",
                "-Xlint:all,-processing,-classfile,-path",
                "-Werror",
                "-parameters",
                "-classpath",
                System.getProperty("java.class.path"),
                "-d",
                folder.toString()));
        arguments.addAll(sources("src/main/java"));
        arguments.addAll(sources("src/test/java"));
        ByteArrayOutputStream errors = new ByteArrayOutputStream();
        int result = ToolProvider.getSystemJavaCompiler().run(null, null, errors, arguments.toArray(String[]::new));
        assertEquals(0, result, errors.toString(StandardCharsets.UTF_8));
    }

    @Test
    void itsTests_areGreen() throws Exception {
        compile();
        Files.copy(PROJECT.resolve("src/main/resources/order.yaml"), folder.resolve("order.yaml"));
        Thread thread = Thread.currentThread();
        ClassLoader before = thread.getContextClassLoader();
        try (URLClassLoader project =
                new URLClassLoader(new URL[] {folder.toUri().toURL()}, before)) {
            thread.setContextClassLoader(project);
            TestExecutionSummary summary = run(project.loadClass(PACKAGE + ".OrderSagaTest"));
            summary.getFailures().forEach(failure -> failure.getException().printStackTrace());
            assertEquals(4, summary.getTestsSucceededCount());
            assertEquals(4, summary.getTestsFoundCount());
        } finally {
            thread.setContextClassLoader(before);
        }
    }

    private static TestExecutionSummary run(Class<?> test) {
        SummaryGeneratingListener listener = new SummaryGeneratingListener();
        LauncherFactory.create()
                .execute(
                        LauncherDiscoveryRequestBuilder.request()
                                .selectors(DiscoverySelectors.selectClass(test))
                                .build(),
                        listener);
        return listener.getSummary();
    }

    /** A warning would be the first that somebody new hears of a server. */
    @Test
    void itsDefinition_isNotWarnedOf() throws IOException {
        byte[] definition = Files.readAllBytes(PROJECT.resolve("src/main/resources/order.yaml"));

        assertEquals(
                List.of(),
                new DefinitionCompiler(new ExpressionCompiler())
                        .compile(definition)
                        .warnings());
    }

    /** What Maven would leave as it is written, or take away. */
    @Test
    void itsPom_namesTheVersionsOfThisBuild() throws IOException {
        String pom = Files.readString(PROJECT.resolve("pom.xml"));

        assertFalse(pom.contains("@"), pom);
        assertTrue(pom.contains("<artifactId>${artifactId}</artifactId>"), pom);
    }

    @Test
    void everyFile_isInASetOfTheDescriptor() throws IOException {
        String descriptor = Files.readString(Path.of("target/classes/META-INF/maven/archetype-metadata.xml"));
        try (Stream<Path> files = Files.walk(PROJECT)) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                Path inside = PROJECT.relativize(file);
                assertTrue(
                        inside.toString().equals("pom.xml")
                                || descriptor.contains("<include>" + inside + "</include>")
                                || descriptor.contains("<directory>" + inside.getParent() + "</directory>"),
                        inside.toString());
            }
        }
    }
}
