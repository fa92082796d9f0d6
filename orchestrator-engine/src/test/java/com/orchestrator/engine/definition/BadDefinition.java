package com.orchestrator.engine.definition;

import com.orchestrator.api.error.ErrorCode;
import com.orchestrator.api.error.OrchestratorException;
import com.orchestrator.api.error.Problem;
import com.orchestrator.engine.expression.ExpressionCompiler;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * A case of {@code bad-definitions.txt}.
 *
 * @param text the definition, in the short hand that the head of the file explains
 */
record BadDefinition(String name, String text) {

    private static final DefinitionCompiler COMPILER = new DefinitionCompiler(new ExpressionCompiler());
    private static final String CASE = "### ";
    private static final String VERDICT = "--->\n";
    private static final Pattern REPEATED = Pattern.compile("\\{\\{(\\d+)\\*(.*?)}}(?!})", Pattern.DOTALL);
    private static final String HEAD = "apiVersion: orchestrator/v1\nkind: Workflow\nnamespace: shop\nname: order\n";

    static List<BadDefinition> readAll(Path file) throws IOException {
        String[] cases = Files.readString(file).split("(^|\n)" + CASE);
        return Arrays.stream(cases).skip(1).map(BadDefinition::read).toList();
    }

    private static BadDefinition read(String text) {
        int end = text.indexOf('\n');
        return new BadDefinition(text.substring(0, end), text.substring(end + 1, text.indexOf(VERDICT.strip(), end)));
    }

    /** The case as it stands in the file, with what the compiler says now. */
    String judged() {
        return CASE + name + "\n" + text + VERDICT + verdict() + "\n";
    }

    /** One line per fault; empty for a definition that is accepted without a word. */
    String verdict() {
        try {
            List<Problem.Detail> warnings = COMPILER.compile(document()).warnings();
            return lines("warning ", warnings);
        } catch (OrchestratorException refused) {
            return refused.code() == ErrorCode.DEFINITION_INVALID
                    ? lines("", refused.errors())
                    : refused.code() + ": " + refused.getMessage() + "\n" + lines("at ", refused.errors());
        } catch (RuntimeException | StackOverflowError escaped) {
            throw new AssertionError("'" + name + "' is not refused but breaks the compiler", escaped);
        }
    }

    private static String lines(String prefix, List<Problem.Detail> faults) {
        return faults.stream().map(fault -> prefix + line(fault) + "\n").collect(Collectors.joining());
    }

    private static String line(Problem.Detail fault) {
        String hint = fault.hint() == null ? "" : "  | " + fault.hint();
        return fault.code() + " " + fault.pointer() + " " + fault.line() + ":" + fault.column() + " " + fault.detail()
                + hint;
    }

    private byte[] document() {
        return spelledOut().getBytes(StandardCharsets.UTF_8);
    }

    private String spelledOut() {
        Matcher repeated = REPEATED.matcher(text.replace("@head\n", HEAD).replaceAll("(?m)^\\\\t", "\t"));
        return repeated.replaceAll(match -> Matcher.quoteReplacement(repetition(match)));
    }

    private static String repetition(MatchResult match) {
        String part = match.group(2)
                .replace("\\n", "\n")
                .replace("\\t", "\t")
                .replace("\\0", "\0")
                .replace("\\e", "\uFEFF");
        return IntStream.range(0, Integer.parseInt(match.group(1)))
                .mapToObj(i -> part.replace("#", String.valueOf(i)))
                .collect(Collectors.joining());
    }
}
