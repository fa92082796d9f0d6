package com.orchestrator.engine.definition;

import com.orchestrator.api.error.ErrorCode;
import com.orchestrator.api.error.OrchestratorException;
import com.orchestrator.api.error.Problem;
import com.orchestrator.engine.expression.ExpressionSyntaxException;
import com.orchestrator.engine.lint.LintCode;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Collects everything that is wrong with a definition, so that its author sees all of it at once. */
final class Faults {

    private static final int LISTED_MAX = 100;
    private static final int DETAIL_CHARS_MAX = 300;
    private static final int EXPRESSION_CHARS_MAX = 60;

    private final SourceDocument source;
    private final boolean isKnown;
    private final List<Problem.Detail> errors = new ArrayList<>();
    private final List<Problem.Detail> warnings = new ArrayList<>();

    Faults(SourceDocument source) {
        this(source, false);
    }

    private Faults(SourceDocument source, boolean isKnown) {
        this.source = source;
        this.isKnown = isKnown;
    }

    /** For a definition that was registered once. */
    static Faults ofKnown(SourceDocument source) {
        return new Faults(source, true);
    }

    void error(String pointer, FaultCode code, String detail, @Nullable String hint) {
        errors.add(fault(pointer, code, detail, hint));
    }

    /** What earlier releases have accepted, so that a definition that is registered already may have it. */
    void stricter(String pointer, FaultCode code, String detail, @Nullable String hint) {
        if (!isKnown) {
            error(pointer, code, detail, hint);
        }
    }

    void warning(String pointer, FaultCode code, String detail, @Nullable String hint) {
        warnings.add(fault(pointer, code, detail, hint));
    }

    void finding(String pointer, LintCode code, String detail) {
        List<Problem.Detail> sort = code.severity() == LintCode.Severity.ERROR ? errors : warnings;
        sort.add(fault(pointer, code, detail, code.remedy()));
    }

    private Problem.Detail fault(String pointer, Enum<?> code, String detail, @Nullable String hint) {
        Position at = source.at(pointer);
        return new Problem.Detail(
                pointer, at.line(), at.column(), shorten(detail, DETAIL_CHARS_MAX), hint, code.name());
    }

    /** Every bad expression of a document that stands at the pointer. */
    void expression(String pointer, ExpressionSyntaxException broken) {
        for (ExpressionSyntaxException fault : broken.all()) {
            String where = fault.expression().isEmpty()
                    ? ""
                    : " in '" + shorten(fault.expression(), EXPRESSION_CHARS_MAX) + "' at character "
                            + (fault.offset() + 1);
            error(pointer + fault.pointer(), FaultCode.EXPRESSION_INVALID, fault.getMessage() + where, fault.hint());
        }
    }

    /** Faults quote what was written, and anything may have been written. */
    private static String shorten(String text, int max) {
        return text.length() <= max ? text : text.substring(0, max - 1) + "…";
    }

    /** Whether more hints would be seen: finding one can take as long as everything else. */
    boolean wantsHints() {
        return errors.size() < LISTED_MAX;
    }

    boolean isEmpty() {
        return errors.isEmpty();
    }

    boolean has(FaultCode code) {
        return errors.stream().anyMatch(fault -> code.name().equals(fault.code()));
    }

    /** In the order of the text. */
    List<Problem.Detail> warnings() {
        return sorted(warnings);
    }

    private static List<Problem.Detail> sorted(List<Problem.Detail> faults) {
        return faults.stream()
                .distinct()
                .sorted(Comparator.comparingInt(Problem.Detail::line).thenComparingInt(Problem.Detail::column))
                .limit(LISTED_MAX)
                .toList();
    }

    /** @throws OrchestratorException when there is any error */
    void throwIfAny() {
        if (errors.isEmpty()) {
            return;
        }
        List<Problem.Detail> sorted = sorted(errors);
        long distinct = errors.stream().distinct().count();
        String count = distinct == 1 ? "1 fault" : distinct + " faults";
        throw new OrchestratorException(
                ErrorCode.DEFINITION_INVALID,
                "The definition has " + count + "; the first: " + sorted.get(0).detail(),
                sorted);
    }
}
