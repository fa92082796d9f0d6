package com.orchestrator.api.definition;

import com.fasterxml.jackson.databind.node.ArrayNode;
import java.util.function.Consumer;

/** {@code switch}: the first case whose condition holds is taken. */
public final class SwitchStep extends Step<SwitchStep> {

    private final TaskList owner;
    private final ArrayNode cases;

    SwitchStep(JsonObject fields, TaskList owner) {
        super(fields);
        this.owner = owner;
        this.cases = fields.beginList("switch");
    }

    @Override
    SwitchStep self() {
        return this;
    }

    public SwitchStep when(String condition, Consumer<? super Block> tasks) {
        JsonObject option = JsonObject.in(cases);
        option.putText("when", condition);
        return fill(option, "do", tasks);
    }

    public SwitchStep when(boolean condition, Consumer<? super Block> tasks) {
        JsonObject option = JsonObject.in(cases);
        option.put("when", condition);
        return fill(option, "do", tasks);
    }

    /** {@code default}: when no condition holds; the last case. */
    public SwitchStep otherwise(Consumer<? super Block> tasks) {
        return fill(JsonObject.in(cases), "default", tasks);
    }

    private SwitchStep fill(JsonObject option, String key, Consumer<? super Block> tasks) {
        tasks.accept(new Block(owner.nested(option.beginList(key))));
        return this;
    }
}
