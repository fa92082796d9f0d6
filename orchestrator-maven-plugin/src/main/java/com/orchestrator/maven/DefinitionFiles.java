package com.orchestrator.maven;

import com.orchestrator.api.error.OrchestratorException;
import com.orchestrator.api.error.Problem;
import com.orchestrator.engine.definition.CompiledDefinition;
import com.orchestrator.engine.definition.DefinitionCompiler;
import com.orchestrator.engine.expression.ExpressionCompiler;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import org.apache.maven.plugin.MojoFailureException;
import org.apache.maven.plugin.logging.Log;

/** Definitions of a project, compiled by the classes of the server. */
final class DefinitionFiles {

    private static final List<String> ENDINGS = List.of(".yaml", ".yml", ".json");

    private final DefinitionCompiler compiler = new DefinitionCompiler(new ExpressionCompiler());
    private final List<CompiledDefinition> compiled = new ArrayList<>();
    private final Log log;
    private int errors;
    private int warnings;

    private DefinitionFiles(Log log) {
        this.log = log;
    }

    /**
     * Compiles all files of a directory and those below it, and says what is found as compilers do: file, line, column.
     *
     * @throws MojoFailureException if there is no such directory or no definition in it, or a server would not take one
     */
    static DefinitionFiles compile(Path directory, Log log) throws MojoFailureException {
        DefinitionFiles files = new DefinitionFiles(log);
        for (Path file : list(directory)) {
            files.compile(file);
        }
        if (files.errors > 0) {
            throw new MojoFailureException(
                    "A server would refuse these definitions: " + counted(files.errors, "error"));
        }
        return files;
    }

    private static List<Path> list(Path directory) throws MojoFailureException {
        if (!Files.isDirectory(directory)) {
            throw new MojoFailureException(
                    "There is no directory " + directory + "; <definitions> says where the definitions are");
        }
        try (Stream<Path> tree = Files.walk(directory)) {
            List<Path> files =
                    tree.filter(DefinitionFiles::isDefinition).sorted().toList();
            if (files.isEmpty()) {
                throw new MojoFailureException("There is no file " + ENDINGS + " in " + directory);
            }
            return files;
        } catch (IOException e) {
            throw new MojoFailureException(directory + " cannot be read: " + e.getMessage(), e);
        }
    }

    private static boolean isDefinition(Path file) {
        String name = file.getFileName().toString().toLowerCase(Locale.ROOT);
        return ENDINGS.stream().anyMatch(name::endsWith) && Files.isRegularFile(file);
    }

    private void compile(Path file) {
        try {
            CompiledDefinition definition = compiler.compile(Files.readAllBytes(file));
            definition.warnings().forEach(warning -> log.warn(line(file, warning)));
            warnings += definition.warnings().size();
            compiled.add(definition);
        } catch (OrchestratorException refused) {
            refused.errors().forEach(error -> log.error(line(file, error)));
            if (refused.errors().isEmpty()) {
                log.error(file + ": " + refused.getMessage());
            }
            errors += Math.max(1, refused.errors().size());
        } catch (IOException e) {
            log.error(file + ": cannot be read: " + e.getMessage());
            errors++;
        }
    }

    private static String line(Path file, Problem.Detail found) {
        String hint = found.hint() == null ? "" : " (" + found.hint() + ")";
        return file + ":[" + found.line() + "," + found.column() + "] " + found.code() + " " + found.pointer() + ": "
                + found.detail() + hint;
    }

    List<CompiledDefinition> compiled() {
        return compiled;
    }

    /** @throws MojoFailureException if there is one */
    void requireNoWarning() throws MojoFailureException {
        if (warnings > 0) {
            throw new MojoFailureException(
                    "The definitions are allowed, but probably not meant: " + counted(warnings, "warning"));
        }
    }

    private static String counted(int count, String what) {
        return count + " " + what + (count == 1 ? "" : "s") + ", listed above";
    }
}
