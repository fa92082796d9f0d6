package com.orchestrator.engine.expression;

import com.orchestrator.engine.expression.language.CelLanguage;
import dev.cel.bundle.Cel;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * What the expressions of one definition may cost altogether. Plain paths cost next to nothing; what CEL has to compile is
 * counted, and by its length, too; the same text is compiled once.
 */
final class CompilationBudget {

    static final int EXPRESSIONS_MAX = 400;
    static final int CHARS_MAX = 32 * 1024;
    static final int LANGUAGES_MAX = 20;
    static final int EXPRESSIONS_PER_TEXT_MAX = 100;

    private final boolean limited;
    private final Map<Set<String>, Cel> languages = new ConcurrentHashMap<>();
    private final Map<Map.Entry<Set<String>, String>, Expression> expressions = new ConcurrentHashMap<>();
    private int expressionsLeft = EXPRESSIONS_MAX;
    private int charsLeft = CHARS_MAX;

    private CompilationBudget(boolean limited) {
        this.limited = limited;
    }

    static CompilationBudget ofDefinition() {
        return new CompilationBudget(true);
    }

    /** For what was accepted before there were limits. */
    static CompilationBudget unlimited() {
        return new CompilationBudget(false);
    }

    /** Before it is compiled, once for each text. */
    void count(String expression) throws ExpressionSyntaxException {
        expressionsLeft--;
        charsLeft -= expression.length();
        if (limited && expressionsLeft < 0) {
            throw exceeded("more than " + EXPRESSIONS_MAX + " different expressions that are no plain paths");
        } else if (limited && charsLeft < 0) {
            throw exceeded("expressions of more than " + CHARS_MAX + " characters altogether, plain paths left out");
        }
    }

    /** Texts that say the same mean the same where the same names are known. */
    @Nullable
    Expression known(Set<String> names, String text) {
        return expressions.get(Map.entry(names, text));
    }

    void remember(Set<String> names, String text, Expression expression) {
        expressions.put(Map.entry(names, text), expression);
    }

    /** Of one text. */
    void checkPieces(int expressions) throws ExpressionSyntaxException {
        if (limited && expressions > EXPRESSIONS_PER_TEXT_MAX) {
            throw new ExpressionSyntaxException(
                    "A text has more than " + EXPRESSIONS_PER_TEXT_MAX + " expressions", "", 0, "join a list instead");
        }
    }

    /** Maps that give their items the same name share a language: making one takes as long as compiling many expressions. */
    Cel language(Cel language, Set<String> names) throws ExpressionSyntaxException {
        Cel known = languages.get(names);
        if (known != null) {
            return known;
        }
        if (limited && languages.size() >= LANGUAGES_MAX) {
            throw exceeded("maps with more than " + LANGUAGES_MAX + " different names for their items");
        }
        Cel made = CelLanguage.with(language, names);
        languages.put(names, made);
        return made;
    }

    private static ExpressionSyntaxException exceeded(String what) {
        return new ExpressionSyntaxException(
                "The definition has " + what, "", 0, "let a worker compute it, or use a sub-workflow");
    }
}
