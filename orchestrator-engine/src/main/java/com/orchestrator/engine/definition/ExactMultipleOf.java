package com.orchestrator.engine.definition;

import com.fasterxml.jackson.databind.JsonNode;
import com.networknt.schema.Schema;
import com.networknt.schema.SchemaContext;
import com.networknt.schema.SchemaLocation;
import com.networknt.schema.keyword.Keyword;
import com.networknt.schema.keyword.KeywordValidator;
import com.networknt.schema.keyword.MultipleOfValidator;
import java.math.BigDecimal;
import org.jspecify.annotations.Nullable;

/** The keyword {@code multipleOf}, also for integers that no double can hold. */
final class ExactMultipleOf extends MultipleOfValidator {

    static final Keyword KEYWORD = new Keyword() {
        @Override
        public String getValue() {
            return "multipleOf";
        }

        @Override
        public KeywordValidator newValidator(
                SchemaLocation location, JsonNode schema, Schema parent, SchemaContext context) {
            return new ExactMultipleOf(location, schema, parent, context);
        }
    };

    private ExactMultipleOf(SchemaLocation location, JsonNode schema, Schema parent, SchemaContext context) {
        super(location, schema, parent, context);
    }

    @Override
    protected BigDecimal getDivisor(JsonNode schema) {
        return schema.decimalValue();
    }

    @Override
    protected @Nullable BigDecimal getDividend(JsonNode value) {
        return value.isNumber() ? value.decimalValue() : null;
    }
}
