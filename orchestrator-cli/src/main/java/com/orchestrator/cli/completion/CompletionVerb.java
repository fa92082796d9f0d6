package com.orchestrator.cli.completion;

import com.orchestrator.cli.command.Argument;
import com.orchestrator.cli.command.Invocation;
import com.orchestrator.cli.command.Kind;
import com.orchestrator.cli.command.Verb;
import com.orchestrator.cli.command.Vocabulary;
import java.util.function.Supplier;

/** Writes the script for a shell. */
public final class CompletionVerb {

    private static final Argument SHELL =
            Argument.one("SHELL", "bash, zsh or fish.").of(Kind.oneOf("SHELL", "bash", "zsh", "fish"));

    private CompletionVerb() {}

    /** @param words asked for only when a script is wanted */
    public static Verb verb(Supplier<Vocabulary> words) {
        return Verb.named("completion", "Writes what a shell needs to complete lines: source <(orc completion bash).")
                .takes(SHELL)
                .does(invocation -> write(invocation, words.get()));
    }

    private static void write(Invocation invocation, Vocabulary words) {
        String script = switch (invocation.get(SHELL)) {
            case "bash" -> new BashScript(words).text();
            case "zsh" -> new BashScript(words).forZsh();
            default -> new FishScript().of(words);
        };
        invocation.printer().line(script.stripTrailing());
    }
}
