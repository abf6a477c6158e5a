r"""Draw the layers of a GeoPackage as QGIS shows them when it is opened; run by the Python that QGIS brings.

    dateline export examples/reports -o /tmp/examples.gpkg
    QT_QPA_PLATFORM=offscreen /usr/bin/python3 docs/pictures/draw_in_qgis.py \
        /tmp/examples.gpkg docs/pictures/qgis.png 35.8 35.2 38.4 36.7
"""

import os
import sys

from qgis.core import (
    QgsApplication,
    QgsMapRendererParallelJob,
    QgsMapSettings,
    QgsPalLayerSettings,
    QgsRectangle,
    QgsTextFormat,
    QgsVectorLayer,
    QgsVectorLayerSimpleLabeling,
)
from qgis.PyQt.QtCore import QSize
from qgis.PyQt.QtGui import QColor

package, picture, *bounds = sys.argv[1:]
application = QgsApplication([], False)
application.initQgis()
layers = []
for name in ("points", "lines", "areas"):
    layer = QgsVectorLayer(f"{package}|layername={name}", name, "ogr")
    if layer.isValid():
        layer.loadDefaultStyle()
        layers.append(layer)
# The file has no labels; here they tell the reader which town is which.
labels = QgsPalLayerSettings()
labels.fieldName = '"place" || \'\n\' || "actor"'
labels.isExpression = True
words = QgsTextFormat()
words.setSize(7)
words.setColor(QColor("#333333"))
labels.setFormat(words)
layers[0].setLabeling(QgsVectorLayerSimpleLabeling(labels))
layers[0].setLabelsEnabled(True)
settings = QgsMapSettings()
settings.setLayers(layers)
settings.setBackgroundColor(QColor("#fafaf7"))
settings.setOutputSize(QSize(1000, 640))
settings.setDestinationCrs(layers[0].crs())
settings.setExtent(QgsRectangle(*map(float, bounds)))
job = QgsMapRendererParallelJob(settings)
job.start()
job.waitForFinished()
job.renderedImage().save(picture)
sys.stdout.flush()
os._exit(0)  # taking QGIS down in order crashes where layers are still held
