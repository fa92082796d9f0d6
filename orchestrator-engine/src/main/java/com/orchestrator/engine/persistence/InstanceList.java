package com.orchestrator.engine.persistence;

import com.orchestrator.engine.service.InstanceQuery;
import jakarta.persistence.criteria.CriteriaBuilder;
import jakarta.persistence.criteria.CriteriaQuery;
import jakarta.persistence.criteria.Predicate;
import jakarta.persistence.criteria.Root;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.hibernate.StatelessSession;

/** Runs by filter, newest first: instance ids are time-ordered, so the primary key gives the order. */
final class InstanceList {

    private InstanceList() {}

    static List<WorkflowInstanceEntity> query(StatelessSession session, InstanceQuery query, int limit) {
        CriteriaBuilder builder = session.getCriteriaBuilder();
        CriteriaQuery<WorkflowInstanceEntity> criteria = builder.createQuery(WorkflowInstanceEntity.class);
        Root<WorkflowInstanceEntity> instance = criteria.from(WorkflowInstanceEntity.class);
        criteria.where(restrictions(builder, instance, query).toArray(Predicate[]::new))
                .orderBy(builder.desc(instance.get("instanceId")));
        return session.createSelectionQuery(criteria).setMaxResults(limit).getResultList();
    }

    private static List<Predicate> restrictions(
            CriteriaBuilder builder, Root<WorkflowInstanceEntity> instance, InstanceQuery query) {
        List<Predicate> all = new ArrayList<>();
        if (!query.states().isEmpty()) {
            all.add(instance.get("state").in(query.states()));
        }
        if (query.namespace() != null) {
            all.add(builder.equal(instance.get("namespace"), query.namespace()));
        }
        if (query.workflow() != null) {
            all.add(builder.equal(instance.get("workflowName"), query.workflow()));
        }
        if (query.runId() != null) {
            all.add(builder.equal(instance.get("runId"), query.runId()));
        }
        if (query.parentInstanceId() != null) {
            all.add(builder.equal(instance.get("parentInstanceId"), query.parentInstanceId()));
        }
        UUID before = Cursor.id(query.page().cursor());
        if (before != null) {
            all.add(builder.lessThan(instance.get("instanceId"), before));
        }
        return all;
    }
}
