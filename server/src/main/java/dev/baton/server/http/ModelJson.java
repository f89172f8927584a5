package dev.baton.server.http;

import com.fasterxml.jackson.core.JsonGenerator;
import dev.baton.model.ModelConfig;
import dev.baton.store.ModelStore.ProviderView;
import java.io.IOException;
import java.util.List;

/// Providers and models as people see them.
final class ModelJson {

  private ModelJson() {}

  /// Headers are told by name only: their values may be as secret as the key.
  static void write(JsonGenerator out, ProviderView provider) throws IOException {
    out.writeStartObject();
    out.writeStringField("id", provider.id().toString());
    out.writeStringField("provider", provider.provider().wireName());
    out.writeStringField("display_name", provider.displayName());
    out.writeBooleanField("enabled", provider.enabled());
    out.writeBooleanField("has_api_key", provider.hasApiKey());
    writeAvailability(out, provider);
    if (provider.baseUrl().isPresent()) {
      out.writeStringField("base_url", provider.baseUrl().get());
    }
    out.writeArrayFieldStart("header_names");
    for (String name : provider.headers().keySet().stream().sorted().toList()) {
      out.writeString(name);
    }
    out.writeEndArray();
    out.writeStringField("source", provider.source());
    out.writeStringField("created_at", provider.createdAt().toString());
    out.writeStringField("updated_at", provider.updatedAt().toString());
    out.writeEndObject();
  }

  static void write(JsonGenerator out, ModelConfig model) throws IOException {
    out.writeStartObject();
    out.writeStringField("id", model.id().toString());
    out.writeStringField("model_provider_id", model.modelProviderId().toString());
    out.writeStringField("model", model.model());
    out.writeStringField("display_name", model.displayName());
    out.writeBooleanField("enabled", model.enabled());
    out.writeBooleanField("is_default", model.isDefault());
    out.writeNumberField("context_limit", model.contextLimit());
    out.writeNumberField("compression_threshold", model.compressionThreshold());
    out.writeFieldName("model_config");
    out.writeRawValue(model.settings());
    out.writeStringField("created_at", model.createdAt().toString());
    out.writeStringField("updated_at", model.updatedAt().toString());
    out.writeEndObject();
  }

  /// What a member may pick from: the enabled providers, each with its enabled models.
  static void writeCatalog(
      JsonGenerator out, List<ProviderView> providers, List<ModelConfig> models)
      throws IOException {
    out.writeStartObject();
    out.writeArrayFieldStart("providers");
    for (ProviderView provider : providers) {
      if (provider.enabled()) {
        writeEntry(out, provider, models);
      }
    }
    out.writeEndArray();
    out.writeEndObject();
  }

  private static void writeEntry(JsonGenerator out, ProviderView provider, List<ModelConfig> models)
      throws IOException {
    out.writeStartObject();
    out.writeStringField("id", provider.id().toString());
    out.writeStringField("provider", provider.provider().wireName());
    out.writeStringField("display_name", provider.displayName());
    writeAvailability(out, provider);
    out.writeArrayFieldStart("models");
    for (ModelConfig model : models) {
      if (model.enabled() && model.modelProviderId().equals(provider.id())) {
        writeChoice(out, provider, model);
      }
    }
    out.writeEndArray();
    out.writeEndObject();
  }

  private static void writeChoice(JsonGenerator out, ProviderView provider, ModelConfig model)
      throws IOException {
    out.writeStartObject();
    out.writeStringField("id", model.id().toString());
    out.writeStringField("provider", provider.provider().wireName());
    out.writeStringField("model", model.model());
    out.writeStringField("display_name", model.displayName());
    out.writeBooleanField("is_default", model.isDefault());
    out.writeNumberField("context_limit", model.contextLimit());
    out.writeEndObject();
  }

  private static void writeAvailability(JsonGenerator out, ProviderView provider)
      throws IOException {
    var unavailability = provider.unavailability();
    out.writeBooleanField("available", unavailability.isEmpty());
    if (unavailability.isPresent()) {
      out.writeStringField("unavailable_reason", unavailability.get().wireName());
    }
  }
}
