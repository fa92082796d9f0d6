package com.orchestrator.engine.persistence;

import com.orchestrator.api.definition.AttributeType;
import com.orchestrator.api.model.Page;
import com.orchestrator.api.model.Payload;
import com.orchestrator.api.model.WorkflowChange;
import com.orchestrator.api.model.WorkflowStatus;
import com.orchestrator.api.request.WorkflowUpdate;
import com.orchestrator.engine.definition.CompiledDefinition;
import com.orchestrator.engine.find.AttributeTypes;
import com.orchestrator.engine.plan.WorkflowPlan;
import com.orchestrator.engine.service.DefinitionSummary;
import com.orchestrator.engine.service.ListQuery;
import com.orchestrator.engine.service.StoredDefinition;
import com.orchestrator.engine.service.WorkflowOverview;
import com.orchestrator.engine.store.DefinitionStore;
import com.orchestrator.engine.store.StatusChange;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import org.hibernate.StatelessSession;
import org.hibernate.exception.ConstraintViolationException;
import org.jspecify.annotations.Nullable;

/** Revisions, numbered from 1 per workflow. */
final class PostgresDefinitionStore implements DefinitionStore {

    private static final int RACES_MAX = 10;

    /** Names and types that a filter is checked against. */
    private static final int ATTRIBUTES_MAX = 10_000;

    private final HibernateAccess hibernate;

    PostgresDefinitionStore(HibernateAccess hibernate) {
        this.hibernate = hibernate;
    }

    @Override
    public Registered register(CompiledDefinition definition, String source, @Nullable String actor) {
        return racing(session -> {
            WorkflowPlan plan = definition.plan();
            StatusRows rows = new StatusRows(session, plan.namespace(), plan.name());
            Registered registered = findOrInsert(session, rows, definition, source);
            WorkflowStatus status = rows.status().orElseThrow();
            WorkflowUpdate isDefault = new WorkflowUpdate(registered.revision(), null, "registered");
            rows.record(StatusChange.apply(status, isDefault), actor, null);
            return registered;
        });
    }

    @Override
    public Optional<WorkflowStatus> status(String namespace, String name) {
        return hibernate.transaction(session -> new StatusRows(session, namespace, name).status());
    }

    @Override
    public WorkflowStatus update(String namespace, String name, WorkflowUpdate update, @Nullable String actor) {
        return racing(session -> {
            StatusRows rows = new StatusRows(session, namespace, name);
            WorkflowStatus before = rows.status().orElseThrow(() -> StatusChange.noWorkflow(namespace, name));
            WorkflowStatus after = StatusChange.apply(before, update);
            if (!after.equals(before)) {
                rows.record(after, actor, update.reason());
            }
            return after;
        });
    }

    @Override
    public Page<WorkflowChange> changes(String namespace, String name, ListQuery query) {
        return hibernate.transaction(session -> new StatusRows(session, namespace, name).page(query));
    }

    /** Two that race meet at a primary key, or at the content's; the loser looks again. */
    private <T> T racing(Function<StatelessSession, T> work) {
        for (int race = 1; ; race++) {
            try {
                return hibernate.transaction(work);
            } catch (ConstraintViolationException lost) {
                if (race == RACES_MAX) {
                    throw lost;
                }
            }
        }
    }

    private static Registered findOrInsert(
            StatelessSession session, StatusRows rows, CompiledDefinition definition, String source) {
        WorkflowPlan plan = definition.plan();
        List<Integer> known = session.createSelectionQuery(
                        "select d.revision from WorkflowDefinitionEntity d"
                                + " where d.namespace = :namespace and d.workflowName = :name and d.sha256 = :sha256",
                        Integer.class)
                .setParameter("namespace", plan.namespace())
                .setParameter("name", plan.name())
                .setParameter("sha256", definition.sha256())
                .getResultList();
        if (!known.isEmpty()) {
            return new Registered(known.get(0), false);
        }
        int revision = rows.latestRevision() + 1;
        session.insert(entity(session, definition, source, revision));
        plan.searchAttributes().stream()
                .filter(attribute -> !attribute.isSignalKey())
                .forEach(attribute -> session.createNativeMutationQuery(
                                "INSERT INTO search_attributes (name, type) VALUES (:name, :type) ON CONFLICT DO NOTHING")
                        .setParameter("name", attribute.name())
                        .setParameter("type", attribute.type().name())
                        .executeUpdate());
        return new Registered(revision, true);
    }

    private static WorkflowDefinitionEntity entity(
            StatelessSession session, CompiledDefinition definition, String source, int revision) {
        WorkflowDefinitionEntity entity = new WorkflowDefinitionEntity();
        entity.namespace = definition.plan().namespace();
        entity.workflowName = definition.plan().name();
        entity.revision = revision;
        entity.sha256 = definition.sha256();
        entity.canonical = definition.canonical().bytes();
        entity.source = source;
        entity.createdAt = HibernateAccess.now(session);
        return entity;
    }

    @Override
    public Optional<StoredDefinition> find(String namespace, String name, Optional<Integer> revision) {
        return hibernate.transaction(session -> session
                .createSelectionQuery(
                        "from WorkflowDefinitionEntity d where d.namespace = :namespace and d.workflowName = :name"
                                + " and (:revision is null or d.revision = :revision) order by d.revision desc",
                        WorkflowDefinitionEntity.class)
                .setParameter("namespace", namespace)
                .setParameter("name", name)
                .setParameter("revision", revision.orElse(null), Integer.class)
                .setMaxResults(1)
                .getResultList()
                .stream()
                .findFirst()
                .map(PostgresDefinitionStore::stored));
    }

    private static StoredDefinition stored(WorkflowDefinitionEntity entity) {
        return new StoredDefinition(
                entity.namespace,
                entity.workflowName,
                entity.revision,
                entity.sha256,
                entity.createdAt,
                Payload.ofJson(entity.canonical),
                entity.source);
    }

    @Override
    public AttributeTypes attributeTypes() {
        Map<String, Set<AttributeType>> byName = new HashMap<>();
        hibernate
                .transaction(session -> session.createNativeQuery(
                                "SELECT name, type FROM search_attributes ORDER BY name, type LIMIT " + ATTRIBUTES_MAX,
                                Object[].class)
                        .getResultList())
                .forEach(row -> byName.computeIfAbsent((String) row[0], name -> EnumSet.noneOf(AttributeType.class))
                        .add(AttributeType.valueOf((String) row[1])));
        return new AttributeTypes(byName);
    }

    @Override
    public Page<WorkflowOverview> list(@Nullable String namespace, ListQuery query) {
        List<String> after = Cursor.parts(query.cursor(), 2);
        List<WorkflowOverview> found = hibernate.transaction(session -> session.createSelectionQuery(
                        "select new com.orchestrator.engine.service.WorkflowOverview("
                                + "d.namespace, d.workflowName, d.revision, d.sha256, d.createdAt,"
                                + " coalesce(c.defaultRevision, d.revision), coalesce(c.paused, false))"
                                + " from WorkflowDefinitionEntity d left join WorkflowChangeEntity c"
                                + " on c.namespace = d.namespace and c.workflowName = d.workflowName"
                                + " and c.changeNumber = (select max(m.changeNumber) from WorkflowChangeEntity m"
                                + " where m.namespace = d.namespace and m.workflowName = d.workflowName)"
                                + " where (:only is null or d.namespace = :only) and d.revision = (select max(n.revision)"
                                + " from WorkflowDefinitionEntity n where n.namespace = d.namespace"
                                + " and n.workflowName = d.workflowName)"
                                + " and (d.namespace > :namespace"
                                + " or (d.namespace = :namespace and d.workflowName > :name))"
                                + " order by d.namespace, d.workflowName",
                        WorkflowOverview.class)
                .setParameter("only", namespace)
                .setParameter("namespace", after.isEmpty() ? "" : after.get(0))
                .setParameter("name", after.isEmpty() ? "" : after.get(1))
                .setMaxResults(query.limit() + 1)
                .getResultList());
        return Cursor.page(found, query.limit(), last -> Cursor.of(last.namespace(), last.name()));
    }

    @Override
    public Page<DefinitionSummary> revisions(String namespace, String name, ListQuery query) {
        int before = Cursor.number(query.cursor());
        List<DefinitionSummary> found = hibernate.transaction(session -> session.createSelectionQuery(
                        "select new com.orchestrator.engine.service.DefinitionSummary("
                                + "d.namespace, d.workflowName, d.revision, d.sha256, d.createdAt)"
                                + " from WorkflowDefinitionEntity d where d.namespace = :namespace"
                                + " and d.workflowName = :name and d.revision < :before order by d.revision desc",
                        DefinitionSummary.class)
                .setParameter("namespace", namespace)
                .setParameter("name", name)
                .setParameter("before", before)
                .setMaxResults(query.limit() + 1)
                .getResultList());
        return Cursor.page(found, query.limit(), last -> Cursor.of(String.valueOf(last.revision())));
    }
}
