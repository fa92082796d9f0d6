package com.orchestrator.engine.definition;

import com.fasterxml.jackson.databind.JsonNode;
import com.orchestrator.api.model.Payload;
import com.orchestrator.api.model.Priority;
import com.orchestrator.engine.expression.ExpressionCompiler;
import com.orchestrator.engine.lint.SagaLint;
import com.orchestrator.engine.plan.Block;
import com.orchestrator.engine.plan.RetryPolicy;
import com.orchestrator.engine.plan.SagaPlan;
import com.orchestrator.engine.plan.WorkflowPlan;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.BiPredicate;
import java.util.function.Predicate;

/** Text of a definition → plan, or the list of everything that is wrong with it. Safe for use by many threads. */
public final class DefinitionCompiler {

    private static final Set<String> KEYS = Set.of(
            "apiVersion",
            "kind",
            "namespace",
            "name",
            "description",
            "owner",
            "version",
            "labels",
            "runId",
            "searchAttributes",
            "timeouts",
            "priority",
            "input",
            "use",
            "saga",
            "concurrency",
            "fairness",
            "budget",
            "rateLimit",
            "locks",
            "signals",
            "tasks",
            "output");

    private final ExpressionCompiler expressions;
    private final BiPredicate<String, String> hasSecret;

    /** Where nobody knows which secrets there are. */
    public DefinitionCompiler(ExpressionCompiler expressions) {
        this(expressions, (namespace, name) -> true);
    }

    /** @param hasSecret whether a namespace has a secret of this name */
    public DefinitionCompiler(ExpressionCompiler expressions, BiPredicate<String, String> hasSecret) {
        this.expressions = expressions;
        this.hasSecret = hasSecret;
    }

    /**
     * Compiles YAML or JSON as somebody has written it.
     *
     * @param text the document as it was sent
     * @param hasBudget whether a workload has a budget, its own or the default
     * @return the canonical document and its plan, with revision 0 until the registry assigns one
     * @throws com.orchestrator.api.error.OrchestratorException {@code MALFORMED_REQUEST} when the text is neither YAML
     *     nor JSON, {@code DEFINITION_INVALID} with every fault found otherwise
     */
    public CompiledDefinition compile(byte[] text, Predicate<String> hasBudget) {
        SourceDocument source = SourceReader.read(text);
        Faults faults = new Faults(source);
        Draft draft = draft(source, faults, expressions.forNewDefinition());
        MissingSecrets.check(draft.plan(), draft.places(), hasSecret, faults);
        draft.lint(source.root(), hasBudget, faults);
        Payload canonical = Canonical.form(source.root());
        SourceReader.checkSize(canonical.size());
        return new CompiledDefinition(canonical, Canonical.sha256(canonical), draft.plan(), faults.warnings());
    }

    /** The same where nobody knows of budgets. */
    public CompiledDefinition compile(byte[] text) {
        return compile(text, workload -> true);
    }

    /** Compiles what was registered once. Its runs go on, whatever the compiler and the lint have learned to refuse since. */
    public WorkflowPlan recompile(Payload canonical) {
        SourceDocument source = SourceReader.read(canonical.bytes());
        return draft(source, Faults.ofKnown(source), expressions.forKnownDefinition())
                .plan();
    }

    /**
     * @param places of the tasks in the text, by id
     * @param keys where keys of limits and names of locks stand
     */
    private record Draft(WorkflowPlan plan, Map<String, String> places, List<String> keys) {
        void lint(JsonNode document, Predicate<String> hasBudget, Faults faults) {
            UnsetBudgets.check(plan, places, hasBudget, faults);
            NullableKeys.check(document, keys, faults);
            SensitiveReads.check(document, keys, faults);
            SagaLint.findings(plan)
                    .forEach(found -> faults.finding(
                            places.getOrDefault(found.taskId(), "") + found.place(), found.code(), found.detail()));
            faults.throwIfAny();
        }
    }

    private static Draft draft(SourceDocument source, Faults faults, ExpressionCompiler expressions) {
        Optional<Draft> draft = Fields.of(source.root(), "", faults).map(fields -> draft(fields, faults, expressions));
        faults.throwIfAny();
        return draft.orElseThrow();
    }

    private static Draft draft(Fields fields, Faults faults, ExpressionCompiler expressions) {
        fields.allow(KEYS);
        checkConstant(fields, "apiVersion", "orchestrator/v1", FaultCode.BAD_APIVERSION);
        checkConstant(fields, "kind", "Workflow", FaultCode.BAD_KIND);
        Description.check(fields);
        Policies policies = new Policies(faults);
        fields.object("use").ifPresent(use -> {
            use.allow(Set.of("retries"));
            use.object("retries").ifPresent(policies::define);
        });
        DefinitionContext context = new DefinitionContext(expressions, faults, policies, new Schemas());
        fields.object("saga").ifPresent(saga -> context.undoPolicy(policies.retry(saga, RetryPolicy.UNDO_DEFAULT)));
        ControlCompiler controls = new ControlCompiler(faults, context);
        context.shared(controls.shared(fields));
        BlockCompiler blocks = new BlockCompiler(faults, context);
        WorkflowPlan plan = WorkflowPlan.of(
                        fields.requiredText("namespace", Names.WORKFLOW, Names.WORKFLOW_SHAPE),
                        fields.requiredText("name", Names.WORKFLOW, Names.WORKFLOW_SHAPE),
                        0,
                        tasks(fields, faults, blocks),
                        fields.object("saga")
                                .map(new SagaCompiler(faults, context, blocks)::saga)
                                .orElse(SagaPlan.DEFAULT),
                        ControlCompiler.priority(fields).orElse(Priority.DEFAULT),
                        fields.object("timeouts")
                                .flatMap(DefinitionCompiler::execution)
                                .orElse(null),
                        fields.text("runId")
                                .map(id -> context.template(fields, "runId", null, false))
                                .orElse(null),
                        context.template(fields, "output", null, false),
                        inputCheck(fields, faults, context))
                .withAdmission(controls.admission(fields))
                .withSearchAttributes(new AttributeCompiler(faults, context).compile(fields));
        checkReferences(plan, context, blocks, faults);
        boolean isOpen = fields.choice("signals", List.of("open")).isPresent();
        return new Draft(isOpen ? plan.withOpenSignals() : plan, blocks.pointers(), context.keys());
    }

    /** Where ids are missing or not unique, tasks have no one place in the graph: a block may even stand inside itself. */
    private static void checkReferences(
            WorkflowPlan plan, DefinitionContext context, BlockCompiler blocks, Faults faults) {
        boolean hasNameless = plan.hasNode("");
        if (!hasNameless && !faults.has(FaultCode.DUPLICATE_ID)) {
            ReferenceCheck references = new ReferenceCheck(plan, faults);
            context.compiled().forEach(references::check);
            context.savepoints().check(plan);
            new LockScopes(plan, blocks.pointers(), faults).check();
        }
    }

    private static void checkConstant(Fields fields, String key, String value, FaultCode code) {
        String text = fields.requiredText(key);
        if (!text.isEmpty() && !text.equals(value)) {
            fields.fault(key, code, "'" + key + "' must be '" + value + "'", null);
        }
    }

    private static Block tasks(Fields fields, Faults faults, BlockCompiler blocks) {
        List<Fields.Item> items = fields.items("tasks");
        if (items.isEmpty() && fields.isListOrAbsent("tasks")) {
            faults.error(
                    fields.has("tasks") ? "/tasks" : "",
                    FaultCode.NO_TASKS,
                    "A workflow needs at least one task",
                    null);
        }
        return blocks.compile(Block.ROOT_ID, items, 0);
    }

    private static Optional<Duration> execution(Fields timeouts) {
        timeouts.allow(Set.of("execution"));
        return timeouts.duration("execution");
    }

    private static WorkflowPlan.InputCheck inputCheck(Fields fields, Faults faults, DefinitionContext context) {
        return fields.object("input")
                .map(input -> {
                    input.allow(Set.of("schema"));
                    return input.has("schema")
                            ? context.schemas().compile(input.raw("schema"), input.pointer("schema"), faults)
                            : Schemas.anything();
                })
                .orElse(Schemas.anything());
    }
}
