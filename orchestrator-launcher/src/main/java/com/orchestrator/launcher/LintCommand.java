package com.orchestrator.launcher;

import com.orchestrator.api.error.OrchestratorException;
import com.orchestrator.api.error.Problem;
import com.orchestrator.engine.definition.DefinitionCompiler;
import com.orchestrator.engine.expression.ExpressionCompiler;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/**
 * {@code lint FILE…}: what a server would say about definitions, without a server. A program of its own, because it alone
 * needs the engine: 0 when a server would take them all, 1 when not, 2 not understood.
 */
public final class LintCommand {

    private static final int REFUSED = 1;
    private static final int MISUSED = 2;

    private final DefinitionCompiler compiler = new DefinitionCompiler(new ExpressionCompiler());
    private final PrintStream out;

    LintCommand(PrintStream out) {
        this.out = out;
    }

    public static void main(String[] files) {
        System.exit(
                new LintCommand(System.out).run(Stream.of(files).map(Path::of).toList()));
    }

    int run(List<Path> files) {
        if (files.isEmpty()) {
            out.println("Say which files: ./orchestrator lint FILE...");
            return MISUSED;
        }
        return files.stream().mapToInt(this::lint).max().orElse(0);
    }

    private int lint(Path file) {
        try {
            compiler.compile(Files.readAllBytes(file)).warnings().forEach(warning -> print(file, "warning", warning));
            return 0;
        } catch (OrchestratorException refused) {
            refused.errors().forEach(error -> print(file, "error", error));
            if (refused.errors().isEmpty()) {
                out.println(file + ": error: " + refused.getMessage());
            }
            return REFUSED;
        } catch (IOException e) {
            out.println(file + ": error: cannot be read");
            return REFUSED;
        }
    }

    private void print(Path file, String severity, Problem.Detail found) {
        out.println(file + ":" + found.line() + ":" + found.column() + ": " + severity + " " + found.code() + " "
                + found.pointer() + ": " + found.detail());
        if (found.hint() != null) {
            out.println("    " + found.hint());
        }
    }
}
