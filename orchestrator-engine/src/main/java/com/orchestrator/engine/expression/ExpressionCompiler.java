package com.orchestrator.engine.expression;

import com.fasterxml.jackson.databind.JsonNode;
import com.orchestrator.engine.expression.language.CelLanguage;
import com.orchestrator.engine.plan.Condition;
import com.orchestrator.engine.plan.Scope;
import com.orchestrator.engine.plan.Suggestion;
import com.orchestrator.engine.plan.Template;
import dev.cel.bundle.Cel;
import dev.cel.common.CelAbstractSyntaxTree;
import dev.cel.common.CelIssue;
import dev.cel.common.CelValidationException;
import dev.cel.common.types.SimpleType;
import dev.cel.runtime.CelEvaluationException;
import java.lang.management.ManagementFactory;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.LongSupplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Compiles expressions and documents with expressions in them. Safe for use by many threads. */
public final class ExpressionCompiler {

    private static final int EXPRESSION_CHARS_MAX = 2_048;
    private static final int NESTING_MAX = 50;
    /** A long list in an order of chance. */
    private static final Pattern CANDIDATES = Pattern.compile(" \\(candidates: .*", Pattern.DOTALL);

    private static final String SECRETS = "secrets";
    private static final String MISPLACED_SECRET =
            "A secret is for workers alone: it stands in the 'input' of a task, an undo or a probe, and there as a"
                    + " whole value";
    private static final String SECRET_HINT =
            "write 'key: ${ secrets.psp_key }'; what it is to be a part of, the worker puts together";

    private static final Pattern UNDECLARED = Pattern.compile("undeclared reference to '([^']+)'");

    private final Cel cel;
    private final Set<String> items;
    private final Set<String> roots;
    private final LongSupplier computedNanos;
    private final CompilationBudget budget;

    public ExpressionCompiler() {
        this(ManagementFactory.getThreadMXBean()::getCurrentThreadCpuTime);
    }

    /** @param computedNanos how long the current thread has computed */
    ExpressionCompiler(LongSupplier computedNanos) {
        this(CelLanguage.create(), Set.of(), computedNanos, CompilationBudget.unlimited());
    }

    private ExpressionCompiler(Cel cel, Set<String> items, LongSupplier computedNanos, CompilationBudget budget) {
        this.cel = cel;
        this.items = items;
        this.roots = Stream.concat(Scope.ROOTS.stream(), items.stream()).collect(Collectors.toUnmodifiableSet());
        this.computedNanos = computedNanos;
        this.budget = budget;
    }

    /** For one new definition, whose expressions may cost only so much altogether. For one thread. */
    public ExpressionCompiler forNewDefinition() {
        return new ExpressionCompiler(cel, items, computedNanos, CompilationBudget.ofDefinition());
    }

    /** For one definition that was accepted once. For one thread. */
    public ExpressionCompiler forKnownDefinition() {
        return new ExpressionCompiler(cel, items, computedNanos, CompilationBudget.unlimited());
    }

    /** For the inside of a map, where expressions may also start with the names of the item and of its index. */
    public ExpressionCompiler with(Set<String> names) {
        Set<String> all = new HashSet<>(items);
        all.addAll(names);
        return new ExpressionCompiler(cel, Set.copyOf(all), computedNanos, budget);
    }

    /** A bare expression that says yes or no. */
    public Condition condition(String text) throws ExpressionSyntaxException {
        Optional<PathExpression> path = PathExpression.parse(text, roots);
        if (path.isPresent()) {
            return new CompiledCondition(text, path.get());
        }
        CelAbstractSyntaxTree ast = check(text);
        if (!ast.getResultType().equals(SimpleType.BOOL) && !ast.getResultType().equals(SimpleType.DYN)) {
            throw new ExpressionSyntaxException(
                    "A condition must be true or false, but this is "
                            + ast.getResultType().name(),
                    text,
                    0,
                    null);
        }
        return new CompiledCondition(text, program(text, ast));
    }

    /** A JSON document whose texts may contain <code>${ … }</code>; <code>$${</code> stands for <code>${</code>. */
    public Template template(JsonNode document) throws ExpressionSyntaxException {
        return new TemplateParser(this, false).parse(document);
    }

    /** The same for a document that workers are given, which may name secrets: <code>${ secrets.name }</code>, as a whole text. */
    public Template forWorker(JsonNode document) throws ExpressionSyntaxException {
        return new TemplateParser(this, !roots.contains(SECRETS)).parse(document);
    }

    /** A bare expression; its value keeps its type. */
    public Template value(String text) throws ExpressionSyntaxException {
        return new CompiledTemplate(new TemplatePart.Value(expression(text)));
    }

    Expression expression(String text) throws ExpressionSyntaxException {
        Optional<PathExpression> path = PathExpression.parse(text, roots);
        if (path.isPresent()) {
            return path.get();
        }
        Expression known = budget.known(items, text);
        if (known != null) {
            return known;
        }
        Expression compiled = program(text, check(text));
        budget.remember(items, text, compiled);
        return compiled;
    }

    private CelAbstractSyntaxTree check(String text) throws ExpressionSyntaxException {
        if (text.length() > EXPRESSION_CHARS_MAX) {
            throw new ExpressionSyntaxException(
                    "The expression is longer than " + EXPRESSION_CHARS_MAX + " characters", "", 0, null);
        }
        if (text.isBlank()) {
            throw new ExpressionSyntaxException("The expression is empty", "", 0, null);
        }
        checkNesting(text);
        budget.count(text);
        try {
            return language().compile(text).getAst();
        } catch (CelValidationException invalid) {
            throw syntaxError(text, invalid);
        } catch (RuntimeException | StackOverflowError broken) {
            throw new ExpressionSyntaxException("The expression cannot be parsed", text, 0, null);
        }
    }

    private Cel language() throws ExpressionSyntaxException {
        return items.isEmpty() ? cel : budget.language(cel, items);
    }

    void checkPieces(int expressions) throws ExpressionSyntaxException {
        budget.checkPieces(expressions);
    }

    /** The parser recurses; this keeps hostile nesting away from its stack. */
    private static void checkNesting(String text) throws ExpressionSyntaxException {
        int depth = 0;
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c == '(' || c == '[' || c == '{') {
                depth++;
            } else if (c == ')' || c == ']' || c == '}') {
                depth--;
            }
            if (depth > NESTING_MAX) {
                throw new ExpressionSyntaxException(
                        "The expression is nested more than " + NESTING_MAX + " deep", text, i, null);
            }
        }
    }

    private ExpressionSyntaxException syntaxError(String text, CelValidationException invalid) {
        CelIssue issue = invalid.getErrors().get(0);
        int offset = Math.max(0, issue.getSourceLocation().getColumn());
        String message = CANDIDATES.matcher(issue.getMessage()).replaceFirst("");
        if (message.startsWith("undeclared reference to '" + SECRETS + "'")) {
            return new ExpressionSyntaxException(MISPLACED_SECRET, text, offset, SECRET_HINT);
        }
        return new ExpressionSyntaxException(message, text, offset, hint(message));
    }

    private @Nullable String hint(String message) {
        Matcher undeclared = UNDECLARED.matcher(message);
        if (!undeclared.find()) {
            return message.startsWith("mismatched input '<EOF>'") ? "it ends where a value has to follow" : null;
        }
        Set<String> known = new TreeSet<>(roots);
        known.add("tasks");
        return Suggestion.nearest(undeclared.group(1), known)
                .map(name -> "did you mean '" + name + "'?")
                .orElse("an expression starts with one of " + known);
    }

    private CelExpression program(String text, CelAbstractSyntaxTree ast) throws ExpressionSyntaxException {
        ReferenceWalk walk = new ReferenceWalk(roots);
        walk.walk(ast.getExpr());
        if (walk.readsUnknownTask()) {
            throw new ExpressionSyntaxException(
                    "Which task is read must be known before the run", text, 0, "write tasks.<id>.output");
        }
        if (walk.growsTooMuch()) {
            throw new ExpressionSyntaxException(
                    "Nested macros multiply their values too often", text, 0, "split it over several 'set' tasks");
        }
        try {
            return new CelExpression(text, language().createProgram(ast), walk.references(), computedNanos);
        } catch (CelEvaluationException invalid) {
            throw new ExpressionSyntaxException(String.valueOf(invalid.getMessage()), text, 0, null);
        }
    }
}
