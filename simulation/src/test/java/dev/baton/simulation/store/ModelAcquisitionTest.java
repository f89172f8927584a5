package dev.baton.simulation.store;

import dev.baton.store.AcquisitionContract;

final class ModelAcquisitionTest extends AcquisitionContract {

  ModelAcquisitionTest() {
    super(new ModelUnderTest());
  }
}
