package com.orchestrator.engine.find;

import com.google.common.collect.ImmutableList;
import com.orchestrator.api.error.OrchestratorException;
import dev.cel.common.CelAbstractSyntaxTree;
import dev.cel.common.CelIssue;
import dev.cel.common.CelOptions;
import dev.cel.common.CelValidationException;
import dev.cel.common.ast.CelExpr;
import dev.cel.parser.CelParser;
import dev.cel.parser.CelParserFactory;
import dev.cel.parser.CelStandardMacro;
import java.util.Map;
import java.util.function.Supplier;

/**
 * Reads conditions on runs in the language of definitions, as far as an index and a row can answer them: fields compared with
 * constants, {@code in}, {@code startsWith}, {@code has}, and {@code && || !}. Only parsed, never evaluated, and nothing of the text
 * but its constants goes any further.
 */
public final class FilterText {

    public static final int CHARS_MAX = 2_000;
    static final int NESTING_MAX = 12;
    private static final int NODES_MAX = 1_000;

    private static final CelParser PARSER = CelParserFactory.standardCelParserBuilder()
            .setOptions(CelOptions.current()
                    .enableReservedIds(false) // "namespace" is one of them
                    .maxExpressionCodePointSize(CHARS_MAX)
                    .maxParseRecursionDepth(4 * NESTING_MAX)
                    .maxParseErrorRecoveryLimit(1)
                    .maxParseExpressionNodeCount(NODES_MAX)
                    .build())
            .setStandardMacros(CelStandardMacro.HAS)
            .build();

    private FilterText() {}

    /**
     * The condition that a text says.
     *
     * @param attributes which there are; asked for when the text mentions one
     * @throws OrchestratorException {@code INVALID_REQUEST} with the place in the text
     */
    public static RunFilter parse(String text, Supplier<AttributeTypes> attributes) {
        FilterFaults faults = new FilterFaults(text);
        checkSize(text, faults);
        CelAbstractSyntaxTree tree = tree(text, faults);
        Map<Long, Integer> places = tree.getSource().getPositionsMap();
        CelExpr root = tree.getExpr();
        return new FilterCompiler(faults.with(places), attributes).condition(root);
    }

    private static CelAbstractSyntaxTree tree(String text, FilterFaults faults) {
        try {
            return PARSER.parse(text, "filter").getAst();
        } catch (CelValidationException invalid) {
            ImmutableList<CelIssue> issues = ImmutableList.copyOf(invalid.getErrors());
            CelIssue first = issues.get(0);
            throw faults.at(
                    first.getSourceLocation().getLine(),
                    Math.max(0, first.getSourceLocation().getColumn()) + 1,
                    "This is not a condition: " + first.getMessage(),
                    FilterFaults.EXAMPLE);
        } catch (RuntimeException | StackOverflowError broken) {
            throw faults.at(1, 1, "This is not a condition", FilterFaults.EXAMPLE);
        }
    }

    /** The parser recurses, and tries long for what is nested. */
    private static void checkSize(String text, FilterFaults faults) {
        if (text.isBlank()) {
            throw faults.at(1, 1, "The filter is empty", FilterFaults.EXAMPLE);
        }
        if (text.length() > CHARS_MAX) {
            throw faults.at(1, 1, "The filter is longer than " + CHARS_MAX + " characters", null);
        }
        int depth = 0;
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            depth += c == '(' || c == '[' || c == '{' ? 1 : c == ')' || c == ']' || c == '}' ? -1 : 0;
            if (depth > NESTING_MAX) {
                throw faults.offset(i, "The filter is nested more than " + NESTING_MAX + " deep", null);
            }
            boolean repeats = i >= NESTING_MAX && (c == '!' || c == '-') && isAll(text, i - NESTING_MAX, i, c);
            if (repeats) {
                throw faults.offset(i, "The filter negates more than " + NESTING_MAX + " times", null);
            }
        }
    }

    private static boolean isAll(String text, int from, int to, char c) {
        return text.substring(from, to).chars().allMatch(each -> each == c);
    }
}
