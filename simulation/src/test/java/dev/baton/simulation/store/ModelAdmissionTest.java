package dev.baton.simulation.store;

import dev.baton.store.AdmissionContract;

final class ModelAdmissionTest extends AdmissionContract {

  ModelAdmissionTest() {
    super(new ModelUnderTest(CAPS));
  }
}
